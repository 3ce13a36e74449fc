namespace Affluence.Report.Surges;

/// <summary>One surge.</summary>
/// <param name="Since">The first of the minutes by which it was told.</param>
/// <param name="Until">The first of the ordinary minutes that ended it; null while it lasts.</param>
/// <param name="Peak">Its minute with the most visitors.</param>
internal sealed record Surge(DateTimeOffset Since, DateTimeOffset? Until, SurgePeak Peak);
