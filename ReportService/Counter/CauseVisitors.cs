namespace Affluence.Report.Counter;

/// <summary>Distinct visitors refused for one cause: all of them, and those who were served nothing.</summary>
internal readonly record struct CauseVisitors(long Refused, long TurnedAway);
