using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Surges;

/// <summary>
/// Tells surges by the stored minutes. The state at a minute is kept beside it, as a fold of all minutes before; what happened in a surge
/// is worked out from its minutes when it is asked for. Nothing is remembered but the last answer, so a restart changes nothing.
/// </summary>
internal sealed class SurgeHistory(SnapshotHistory history, SiteCalendar calendar, IOptions<SurgeOptions> options, TimeProvider timeProvider)
{
    /// <summary>
    /// How far back a surge that still lasts can have begun: after a week it is compared with itself, and a week over which clocks went
    /// back has an hour more.
    /// </summary>
    public static readonly TimeSpan LongestSurge = TimeSpan.FromDays(8);

    private volatile Answer? _last;

    /// <summary>The state at a minute, by the minutes stored until then.</summary>
    public SurgeState StateAt(DateTimeOffset at)
    {
        var (minute, version) = (SnapshotHistory.Minute(at), history.Version);
        if (_last is { } last && last.Minute == minute && last.Version == version)
        {
            return last.State;
        }

        var state = FoldBefore(minute + 1).At(minute).Localize(calendar);
        _last = new Answer(minute, version, state);
        return state;
    }

    /// <summary>The state at a minute that is not stored yet, or not with these figures, by the minutes stored before it and itself.</summary>
    public SurgeState StateAfter(MinuteMeasure measure) => FoldBefore(measure.At).Add(measure).Fold.At(measure.At).Localize(calendar);

    /// <summary>When the surge began that a minute lay in, as the minutes stored before and after it show; null when it lay in none.</summary>
    public DateTimeOffset? BeginningAround(DateTimeOffset at)
    {
        // A surge is told by its third minute, so two more show whether this one is in any; its end is seen much later.
        var minute = SnapshotHistory.Minute(at);
        return Around(minute, minute + 2) is not null && Around(minute, minute + SurgeFold.LongestHindsight) is { } since
            ? calendar.InstantOf(since)
            : null;
    }

    /// <summary>Surges and difficulties that touch [from, to).</summary>
    public SurgesFound Detect(DateTimeOffset from, DateTimeOffset to)
    {
        // What lasts at the end of the range is followed to its own end, but not into the future, of which nothing is known yet.
        var now = timeProvider.GetUtcNow();
        var last = SnapshotHistory.Minute(now - to < LongestSurge ? now : to + LongestSurge);
        var detector = Replay(history.Measures(SnapshotHistory.Minute(from - LongestSurge), last, Snapshot.CurrentMethod));
        detector.StateAt(last);
        var found = detector.Found;
        return new SurgesFound(
            [.. found.Surges.Where(surge => Touches(surge.Since, surge.Until))],
            [.. found.Difficulties.Where(difficulty => Touches(difficulty.Since, difficulty.Until))]);

        bool Touches(DateTimeOffset since, DateTimeOffset? until) => since < to && (until is null || until > from);
    }

    /// <summary>All that the stored minutes show now, and these minutes, oldest first.</summary>
    public (SurgesFound Found, IReadOnlyList<MinuteMeasure> Minutes) DetectAll()
    {
        var now = SnapshotHistory.Minute(timeProvider.GetUtcNow());
        var minutes = history.Measures(0, now, Snapshot.CurrentMethod);
        var detector = Replay(minutes);
        detector.StateAt(now);
        return (detector.Found, minutes);
    }

    private long? Around(long minute, long last)
    {
        var fold = FoldBefore(minute).Until(minute).Fold;
        foreach (var measure in history.Measures(minute, last, Snapshot.CurrentMethod))
        {
            (fold, var ended, _) = fold.Add(measure);
            if (ended is { } surge && surge.Since <= minute && surge.Until > minute)
            {
                return surge.Since;
            }
        }

        return fold.Surge.Since <= minute ? fold.Surge.Since : null;
    }

    private SurgeDetector Replay(IReadOnlyList<MinuteMeasure> minutes)
    {
        var detector = new SurgeDetector(calendar, options.Value.StepsInForce);
        foreach (var minute in minutes)
        {
            detector.Add(minute);
        }

        return detector;
    }

    private SurgeFold FoldBefore(long minute) => history.FoldBefore(minute, Snapshot.CurrentMethod);

    private sealed record Answer(long Minute, long Version, SurgeState State);
}
