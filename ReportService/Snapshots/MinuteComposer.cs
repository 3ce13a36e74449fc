using Affluence.Report.CivilTime;
using Affluence.Report.Counter;
using Affluence.Report.Fairness;
using Affluence.Report.History;
using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>Composes the snapshot of one whole minute, of any time the counter holds, or compares a stored one again.</summary>
internal sealed class MinuteComposer(
    VisitorCounter counter,
    FairRoomReader room,
    Comparisons comparisons,
    SurgeHistory surges,
    SnapshotComposer composer,
    SiteCalendar calendar,
    ReportMetrics metrics,
    TimeProvider timeProvider)
{
    // A gateway that is silent for longer than this will hardly add to the window; what it spooled makes a new revision then.
    private static readonly TimeSpan PatienceWithDelayedWriters = TimeSpan.FromMinutes(10);

    private static readonly VisitorCount NotYet = new(null, "It is counted once nothing more is recorded into its 30 minutes.");

    /// <param name="at">A whole minute, the end of the window.</param>
    /// <param name="deadline">Longest wait for each answer of the counter.</param>
    /// <param name="thirtyMinutes">Whether to count the 30 minutes too, which cost more than all the rest.</param>
    /// <param name="kind">minute or on_demand, for the metrics.</param>
    public async Task<MinuteComposition> ComposeAsync(
        DateTimeOffset at, TimeSpan deadline, bool thirtyMinutes, string kind, CancellationToken cancellationToken)
    {
        using var composition = metrics.MeasureComposition(kind);
        var fiveMinutes = await counter.ReadAsync(at, TimeSpan.FromMinutes(5), deadline, cancellationToken);
        var oneMinute = await counter.ReadAsync(at, TimeSpan.FromMinutes(1), deadline, cancellationToken);
        var halfHour = thirtyMinutes ? await counter.ReadAsync(at, TimeSpan.FromMinutes(30), deadline, cancellationToken) : null;
        if (Unreachable(fiveMinutes, oneMinute, halfHour) is { } unreachable)
        {
            composition.Failed("counter_unreachable");
            return new MinuteComposition.Unreachable(unreachable.Reason);
        }

        var window = (fiveMinutes as WindowReading.Counted)?.Window ?? CounterWindow.Empty(at, TimeSpan.FromMinutes(5));
        var comparison = await comparisons.GatherAsync(at, cancellationToken);
        if (comparison.Unreachable is { } reason)
        {
            composition.Failed("counter_unreachable");
            return new MinuteComposition.Unreachable(reason);
        }

        var measure = Measure(at, window, oneMinute, comparison);
        var surge = surges.StateAfter(measure);
        var now = timeProvider.GetUtcNow();
        var parts = new SnapshotParts(
            window,
            VisitorCount.Of(oneMinute),
            halfHour is null ? NotYet : VisitorCount.Of(halfHour),
            MinuteLedger.Of(oneMinute, calendar),
            now,
            await room.ReadAsync(at, cancellationToken));
        return fiveMinutes is WindowReading.Lost lost
            ? new MinuteComposition.Lost(composer.ComposeLost(parts, lost.Reason, comparison, surge), measure, lost.Reason, comparison.Known)
            : new MinuteComposition.Composed(
                composer.Compose(parts, comparison, surge), measure, window.Writers.Count > 0, DelayedUntil(window, now), comparison.Known, window.HasRetractions);
    }

    /// <summary>Compares a stored minute again, with what is on record by now. Its count stays as it is.</summary>
    /// <param name="measure">The stored one.</param>
    public async Task<MinuteComposition> CompareAgainAsync(Snapshot stored, MinuteMeasure measure, CancellationToken cancellationToken)
    {
        using var composition = metrics.MeasureComposition("comparison");
        var comparison = await comparisons.GatherAsync(stored.At, cancellationToken);
        if (comparison.Unreachable is { } reason)
        {
            composition.Failed("counter_unreachable");
            return new MinuteComposition.Unreachable(reason);
        }

        var compared = measure with { BaselineVisitors = comparison.Minute.Figures?.Visitors };
        var now = timeProvider.GetUtcNow();
        var quality = stored.Quality with { ComposedAt = now, Freshness = Later(stored.Quality.Freshness, now - stored.Quality.ComposedAt) };
        return new MinuteComposition.Composed(
            SnapshotComposer.Compare(stored, comparison, surges.StateAfter(compared)) with { Quality = quality },
            compared,
            Recorded: true,
            DelayedUntil: null,
            comparison.Known,
            HasRetractions: false);
    }

    private static TimeSpan? Later(TimeSpan? age, TimeSpan time) => age is { } then ? TimeSpan.FromSeconds(Math.Round((then + time).TotalSeconds)) : null;

    private static WindowReading.Unreachable? Unreachable(params ReadOnlySpan<WindowReading?> readings)
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

    // Silence of all gateways may be one that is cut off, too.
    private static DateTimeOffset? DelayedUntil(CounterWindow window, DateTimeOffset now)
    {
        var patience = window.End + PatienceWithDelayedWriters;
        return now < patience && (window.Writers.Count == 0 || window.DelayedWriters > 0) ? patience : null;
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
