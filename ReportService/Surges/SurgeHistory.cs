using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Surges;

/// <summary>Works surges out from the stored minutes. Nothing is remembered but the last answer, so a restart changes nothing.</summary>
internal sealed class SurgeHistory(SnapshotHistory history, SiteCalendar calendar)
{
    /// <summary>How far back a surge that still lasts can have begun.</summary>
    public static readonly TimeSpan LongestSurge = TimeSpan.FromDays(7);

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

    /// <summary>Surges and difficulties that the stored minutes of [from, to) show.</summary>
    public SurgeDetector Detect(DateTimeOffset from, DateTimeOffset to)
    {
        var last = SnapshotHistory.Minute(to) - 1;
        var detector = Replay(SnapshotHistory.Minute(from - LongestSurge), last);
        detector.StateAt(last);
        return detector;
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
