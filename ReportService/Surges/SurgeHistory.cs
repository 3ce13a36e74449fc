using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Surges;

/// <summary>Works surges out from the stored minutes. Nothing is remembered but the last answer, so a restart changes nothing.</summary>
internal sealed class SurgeHistory(SnapshotHistory history, SiteCalendar calendar, TimeProvider timeProvider)
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

        var state = Replay(minute - (long)LongestSurge.TotalMinutes, minute).StateAt(minute);
        _last = new Answer(minute, version, state);
        return state;
    }

    /// <summary>The state at a minute that is not stored yet, by the minutes stored before it and itself.</summary>
    public SurgeState StateAfter(MinuteMeasure measure)
    {
        var detector = Replay(measure.At - (long)LongestSurge.TotalMinutes, measure.At - 1);
        detector.Add(measure);
        return detector.StateAt(measure.At);
    }

    /// <summary>Surges and difficulties that touch [from, to).</summary>
    public SurgesFound Detect(DateTimeOffset from, DateTimeOffset to)
    {
        // What lasts at the end of the range is followed to its own end, but not into the future, of which nothing is known yet.
        var now = timeProvider.GetUtcNow();
        var last = SnapshotHistory.Minute(now - to < LongestSurge ? now : to + LongestSurge);
        var detector = Replay(SnapshotHistory.Minute(from - LongestSurge), last);
        detector.StateAt(last);
        var found = detector.Found;
        return new SurgesFound(
            [.. found.Surges.Where(surge => Touches(surge.Since, surge.Until))],
            [.. found.Difficulties.Where(difficulty => Touches(difficulty.Since, difficulty.Until))]);

        bool Touches(DateTimeOffset since, DateTimeOffset? until) => since < to && (until is null || until > from);
    }

    private SurgeDetector Replay(long from, long to)
    {
        var detector = new SurgeDetector(calendar);
        foreach (var measure in history.Measures(from, to, Snapshot.CurrentMethod))
        {
            detector.Add(measure);
        }

        return detector;
    }

    private sealed record Answer(long Minute, long Version, SurgeState State);
}
