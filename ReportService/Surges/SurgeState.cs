namespace Affluence.Report.Surges;

/// <summary>Whether there is a surge, and whether the site is difficult to reach.</summary>
/// <param name="Since">
/// When the surge began; at a normal level when the surge before it ended, if that was within 7 days. Null: no such surge is known.
/// </param>
/// <param name="DifficultSince">Start of the first of the minutes in which page views were refused; null: it is not difficult to reach.</param>
internal sealed record SurgeState(SurgeLevel Level, DateTimeOffset? Since, DateTimeOffset? DifficultSince)
{
    public static SurgeState Unknown { get; } = new(SurgeLevel.Unknown, null, null);
}
