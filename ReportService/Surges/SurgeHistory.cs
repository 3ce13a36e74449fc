using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Surges;

/// <summary>Works surges out from the stored minutes. Nothing is remembered but the last answer, so a restart changes nothing.</summary>
internal sealed class SurgeHistory(SnapshotHistory history, SiteCalendar calendar, IOptions<SurgeOptions> options, TimeProvider timeProvider)
{
    /// <summary>
    /// All that a surge is worked out from, apart from the snapshots themselves: read in their place, a year of minutes is 3 MB and not 100.
    /// </summary>
    public const string Index =
        "CREATE INDEX snapshot_measure ON snapshot (method, minute, visitors, baseline_visitors, served, refused)";

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

    /// <summary>All that the stored minutes show now, and these minutes, oldest first.</summary>
    public (SurgesFound Found, IReadOnlyList<MinuteMeasure> Minutes) DetectAll()
    {
        var now = SnapshotHistory.Minute(timeProvider.GetUtcNow());
        var minutes = history.Measures(0, now, Snapshot.CurrentMethod);
        var detector = Replay(minutes);
        detector.StateAt(now);
        return (detector.Found, minutes);
    }

    private SurgeDetector Replay(long from, long to) => Replay(history.Measures(from, to, Snapshot.CurrentMethod));

    private SurgeDetector Replay(IReadOnlyList<MinuteMeasure> minutes)
    {
        var detector = new SurgeDetector(calendar, options.Value.StepsInForce);
        foreach (var minute in minutes)
        {
            detector.Add(minute);
        }

        return detector;
    }

    private sealed record Answer(long Minute, long Version, SurgeState State);
}
