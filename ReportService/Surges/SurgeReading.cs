using Affluence.Report.CivilTime;

namespace Affluence.Report.Surges;

/// <summary>A <see cref="SurgeState"/> in minutes since 1970.</summary>
/// <param name="DifficultSince">The first minute, named by its end as every minute is.</param>
internal readonly record struct SurgeReading(SurgeLevel Level, long? Since, long? DifficultSince)
{
    // What happened in the minute began a minute before its end.
    public SurgeState Localize(SiteCalendar calendar) => new(
        Level,
        Since is { } since ? calendar.InstantOf(since) : null,
        DifficultSince is { } difficult ? calendar.InstantOf(difficult - 1) : null);
}
