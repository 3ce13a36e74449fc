using Affluence.Report.CivilTime;
using Affluence.Report.Counter;
using Affluence.Report.History;
using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>Composes the snapshot of one whole minute, of any time the counter holds.</summary>
internal sealed class MinuteComposer(
    VisitorCounter counter,
    Comparisons comparisons,
    SurgeHistory surges,
    SnapshotComposer composer,
    SiteCalendar calendar,
    ReportMetrics metrics,
    TimeProvider timeProvider)
{
    // A gateway that is silent for longer than this will hardly add to the window; what it spooled is told as it stands then.
    private static readonly TimeSpan PatienceWithDelayedWriters = TimeSpan.FromMinutes(10);

    /// <param name="at">A whole minute, the end of the window.</param>
    /// <param name="settled">Whether the records of the minute have had their time to arrive, so that the snapshot may be final.</param>
    public async Task<MinuteComposition> ComposeAsync(DateTimeOffset at, bool settled, CancellationToken cancellationToken)
    {
        using var composition = metrics.MeasureComposition(settled ? "minute" : "on_demand");
        var fiveMinutes = await counter.ReadAsync(at, TimeSpan.FromMinutes(5), cancellationToken);
        var oneMinute = await counter.ReadAsync(at, TimeSpan.FromMinutes(1), cancellationToken);
        var thirtyMinutes = await counter.ReadAsync(at, TimeSpan.FromMinutes(30), cancellationToken);
        if (Unreachable(fiveMinutes, oneMinute, thirtyMinutes) is { } unreachable)
        {
            composition.Failed("counter_unreachable");
            return new MinuteComposition.Unreachable(unreachable.Reason);
        }

        var window = (fiveMinutes as WindowReading.Counted)?.Window ?? CounterWindow.Empty(at, TimeSpan.FromMinutes(5));
        var comparison = await comparisons.GatherAsync(at, cancellationToken);
        var measure = Measure(at, window, oneMinute, comparison);
        var now = timeProvider.GetUtcNow();
        var parts = new SnapshotParts(
            window,
            VisitorCount.Of(oneMinute),
            VisitorCount.Of(thirtyMinutes),
            MinuteLedger.Of(oneMinute, calendar),
            comparison,
            surges.StateAfter(measure),
            now,
            Final: settled && window.Writers.Count > 0 && (window.DelayedWriters == 0 || now - at >= PatienceWithDelayedWriters));
        return fiveMinutes is WindowReading.Lost { Reason: var reason }
            ? new MinuteComposition.Lost(composer.ComposeLost(parts with { Final = settled }, reason), measure, reason)
            : new MinuteComposition.Composed(composer.Compose(parts), measure, window.Writers.Count > 0);
    }

    private static WindowReading.Unreachable? Unreachable(params ReadOnlySpan<WindowReading> readings)
    {
        foreach (var reading in readings)
        {
            if (reading is WindowReading.Unreachable unreachable)
            {
                return unreachable;
            }
        }

        return null;
    }

    private static MinuteMeasure Measure(DateTimeOffset at, CounterWindow window, WindowReading oneMinute, Comparison comparison)
    {
        var minute = oneMinute is WindowReading.Counted { Window: { Writers.Count: > 0 } counted } ? counted : null;
        return new MinuteMeasure(
            SnapshotHistory.Minute(at),
            window.Doubt is null ? window.Visitors : null,
            comparison.Minute.Figures?.Visitors,
            minute?.ServedPageViews,
            minute?.RefusedPageViews);
    }
}
