using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Now;

/// <summary>What the page says of a snapshot before anything else, each text in the page's language.</summary>
/// <param name="At">End of the window: time of day and day.</param>
/// <param name="Instant">The same for programs, RFC 3339.</param>
/// <param name="Age">Seconds from the newest counted hit to when this was told; null: nothing was counted.</param>
/// <param name="Comparison">How that compares with the same moment last week, in words.</param>
/// <param name="Median">The same with the median of four weeks; null when that is not known.</param>
/// <param name="Moment">The snapshot's minute as the page's <c>at</c>.</param>
/// <param name="Json">Address of the snapshot for programs.</param>
/// <param name="Method">Which method of counting made the figures.</param>
public sealed record NowView(
    string At,
    string Instant,
    long? Age,
    Figure Visitors,
    ComparisonView Comparison,
    string? Median,
    Figure Served,
    Figure FromCache,
    Figure Refused,
    Figure TurnedAway,
    Figure Waiting,
    StateView Surge,
    StateView Difficulty,
    string Windows,
    string Moment,
    string Json,
    string Method)
{
    /// <param name="live">Whether it is the current snapshot and not one of the past.</param>
    internal static NowView Of(Snapshot snapshot, bool live, SiteCalendar calendar, Typography words)
    {
        var moment = MomentLinks.Parameter(MinuteRange.WholeMinute(snapshot.At), calendar);
        return new NowView(
            words.Choose($"{words.Time(snapshot.At)} on {words.Date(snapshot.At)}", $"{words.Time(snapshot.At)}, le {words.Date(snapshot.At)}"),
            snapshot.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            snapshot.Quality.Freshness is { } freshness ? (long)freshness.TotalSeconds : null,
            NowFigures.Visitors(snapshot, words),
            ComparisonView.Of(snapshot, words),
            NowFigures.Median(snapshot, words),
            NowFigures.Served(snapshot, words),
            NowFigures.FromCache(snapshot, words),
            NowFigures.Refused(snapshot, words),
            NowFigures.TurnedAway(snapshot, words),
            NowFigures.Waiting(snapshot, words),
            States.Surge(snapshot, words),
            States.Difficulty(snapshot, words),
            NowFigures.Windows(snapshot, words),
            moment,
            live ? "/api/v1/snapshots/current" : $"/api/v1/snapshots/{moment}",
            snapshot.Method);
    }
}
