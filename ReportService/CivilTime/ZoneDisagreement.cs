using NodaTime;
using NodaTime.Extensions;

namespace Affluence.Report.CivilTime;

/// <summary>A moment at which the operating system and the time zone database of the report show different times on the site's clocks.</summary>
/// <param name="Offset">From UTC, by the report.</param>
/// <param name="SystemOffset">From UTC, by the system.</param>
internal sealed record ZoneDisagreement(DateTimeOffset At, TimeSpan Offset, TimeSpan SystemOffset)
{
    // Rules differ for weeks, or for the hour between two times of a day at which clocks may change.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    /// <summary>The first such moment of a year (of UTC), to the half hour; null: both agree all the year.</summary>
    public static ZoneDisagreement? First(DateTimeZone zone, TimeZoneInfo system, int year)
    {
        var end = new DateTimeOffset(year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var at = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero); at < end; at += Step)
        {
            var (ours, theirs) = (zone.GetUtcOffset(at.ToInstant()).ToTimeSpan(), system.GetUtcOffset(at));
            if (ours != theirs)
            {
                return new ZoneDisagreement(at, ours, theirs);
            }
        }

        return null;
    }
}
