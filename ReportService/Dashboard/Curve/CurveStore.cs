using Affluence.Report.Annotations;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>
/// The curves that dashboards show, each read from the history once for all who look at it, and again when a minute was put on record since.
/// An annotation shows with the next minute.
/// </summary>
internal sealed class CurveStore(
    SnapshotHistory history, SurgeHistory surges, AnnotationStore annotations, SiteCalendar calendar, TimeProvider timeProvider)
{
    private const int Remembered = 24;

    // While missed minutes are made up for, the history changes many times a second, and who looks need not see each.
    private static readonly TimeSpan LeastTimeBetweenReads = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(CurveSpan Span, long To), Entry> _entries = [];

    /// <summary>The curve up to now, or around a past minute with what came after it as far as a quarter of the span.</summary>
    /// <param name="around">Null: now.</param>
    public CurveData Read(CurveSpan span, DateTimeOffset? around)
    {
        var now = timeProvider.GetUtcNow();
        var key = (span, To: EndOf(span, around is { } past ? Earlier(past + (span.Length / 4), now) : now));

        // Held while reading, so that of many who look at a new minute one reads and the others wait for it.
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known) && (known.Version == history.Version || now - known.ReadAt < LeastTimeBetweenReads))
            {
                return known.Data;
            }

            var version = history.Version;
            var data = Read(span, key.To);
            _entries[key] = new Entry(data, version, now);
            if (_entries.Count > Remembered)
            {
                _entries.Remove(_entries.MinBy(entry => entry.Value.ReadAt).Key);
            }

            return data;
        }
    }

    // A whole number of steps, so that a step's minutes stay the same while time goes on.
    private static long EndOf(CurveSpan span, DateTimeOffset to)
    {
        var step = (long)span.Step.TotalMinutes;
        return (SnapshotHistory.Minute(to) + step - 1) / step * step;
    }

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;

    private CurveData Read(CurveSpan span, long to)
    {
        var from = to - (long)span.Length.TotalMinutes;
        var minutes = history.Measures(from + 1, to, Snapshot.CurrentMethod);
        var step = CurveSteps.StepFor(span, minutes);
        var (first, last) = (Instant(from), Instant(to));
        var found = surges.Detect(first, last.AddMinutes(1));
        return new CurveData(
            span,
            Instant(from + 1),
            last,
            step,
            CurveSteps.Gather(minutes, from, to, step, calendar),
            found.Surges,
            found.Difficulties,
            annotations.List(first, last.AddMinutes(1)));
    }

    private DateTimeOffset Instant(long minute) => calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(minute * 60));

    private sealed record Entry(CurveData Data, long Version, DateTimeOffset ReadAt);
}
