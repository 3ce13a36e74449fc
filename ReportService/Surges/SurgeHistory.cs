using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Surges;

/// <summary>Tells surges by the stored minutes. Nothing is remembered but the last answer, so a restart changes nothing.</summary>
internal sealed class SurgeHistory(SnapshotHistory history, SiteCalendar calendar)
{
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

    /// <summary>The surge that a minute lay in, as the minutes stored before and after it show; null when it lay in none.</summary>
    public Surge? FindAround(DateTimeOffset at)
    {
        var minute = SnapshotHistory.Minute(at);
        var detector = new SurgeDetector(calendar, FoldBefore(minute));

        // A surge is told by its third minute, so two more show whether this one is in any; its end is seen much later.
        Add(detector, minute, minute + 2);
        if (Around(detector, at) is null)
        {
            return null;
        }

        Add(detector, minute + 3, minute + SurgeFold.LongestHindsight);
        return Around(detector, at);
    }

    /// <summary>Surges and difficulties that the stored minutes of [from, to) show, with those under way at its beginning.</summary>
    public SurgeDetector Detect(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (SnapshotHistory.Minute(from), SnapshotHistory.Minute(to) - 1);
        var detector = new SurgeDetector(calendar, FoldBefore(first));
        Add(detector, first, last);
        detector.StateAt(last);
        return detector;
    }

    private static Surge? Around(SurgeDetector detector, DateTimeOffset at) =>
        detector.Surges.FirstOrDefault(surge => surge.Since <= at && (surge.Until is null || surge.Until > at));

    private void Add(SurgeDetector detector, long from, long to)
    {
        foreach (var measure in history.Measures(from, to, Snapshot.CurrentMethod))
        {
            detector.Add(measure);
        }
    }

    private SurgeFold FoldBefore(long minute) => history.FoldBefore(minute, Snapshot.CurrentMethod);

    private sealed record Answer(long Minute, long Version, SurgeState State);
}
