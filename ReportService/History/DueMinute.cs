namespace Affluence.Report.History;

/// <summary>A minute to be counted now.</summary>
/// <param name="Minute">End of its windows, in minutes since 1970.</param>
/// <param name="Settled">Its windows are closed and quiet.</param>
/// <param name="IsLive">It ended a little while ago by the clock on the wall.</param>
internal readonly record struct DueMinute(long Minute, bool Settled, bool IsLive);
