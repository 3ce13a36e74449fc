namespace Affluence.Gateway.Spool;

/// <summary>Hits of one bucket that were given up, of which the counter is to be told.</summary>
internal readonly record struct HitDrop(BatchKey Key, long Hits);
