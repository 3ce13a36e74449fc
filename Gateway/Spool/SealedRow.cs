namespace Affluence.Gateway.Spool;

/// <summary>Where sealed hits are.</summary>
/// <param name="Spool">In a file, for what is only in memory need not be sealed.</param>
/// <param name="Row">Their row.</param>
/// <param name="Hits">How many they are.</param>
internal sealed record SealedRow(BatchSpool Spool, long Row, int Hits);
