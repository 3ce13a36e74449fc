using Affluence.Report.CivilTime;
using Affluence.Report.Counter;
using Affluence.Report.Fairness;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Live;

/// <summary>Composes the live snapshot every 2 s, once for all who look.</summary>
internal sealed partial class LiveComposer(
    VisitorCounter counter,
    FairRoomReader room,
    Comparisons comparisons,
    SurgeHistory surges,
    SnapshotComposer composer,
    CurrentSnapshot current,
    SiteCalendar calendar,
    ReportMetrics metrics,
    IOptions<ReportOptions> options,
    TimeProvider timeProvider,
    ILogger<LiveComposer> logger)
    : BackgroundService
{
    private (long Minute, VisitorCount Count)? _thirtyMinutes;
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LiveInterval, timeProvider);
        do
        {
            try
            {
                await ComposeAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed("The report met a fault of its own.", exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ComposeAsync(CancellationToken cancellationToken)
    {
        using var composition = metrics.MeasureComposition("live");
        switch (await counter.ReadAsync(end: null, TimeSpan.FromMinutes(5), cancellationToken))
        {
            case WindowReading.Counted { Window: var window }:
                current.Publish(await ComposeAsync(window, cancellationToken));
                Recovered();
                break;
            case WindowReading.Lost { Reason: var reason }:
                composition.Failed("window_lost");
                Failed(reason, exception: null);
                break;
            case WindowReading.Unreachable { Reason: var reason }:
                composition.Failed("counter_unreachable");
                Failed(reason, exception: null);
                break;
        }
    }

    private async Task<Snapshot> ComposeAsync(CounterWindow window, CancellationToken cancellationToken)
    {
        var oneMinute = await counter.ReadAsync(window.End, TimeSpan.FromMinutes(1), cancellationToken);
        var thirtyMinutes = await CountThirtyMinutesAsync(window.End, cancellationToken);
        var comparison = await comparisons.GatherAsync(window.End, cancellationToken);
        return composer.Compose(
            new SnapshotParts(
                window, VisitorCount.Of(oneMinute), thirtyMinutes, MinuteLedger.Of(oneMinute, calendar), timeProvider.GetUtcNow(),
                await room.ReadAsync(window.End, cancellationToken)),
            comparison,
            surges.StateAt(window.End));
    }

    // 30 minutes are 30 times the sketches of one and move slowly: they are counted once a minute, to the last whole minute.
    private async Task<VisitorCount> CountThirtyMinutesAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var minute = end.ToUnixTimeSeconds() / 60;
        if (_thirtyMinutes is not { Count.Visitors: not null } known || known.Minute != minute)
        {
            var reading = await counter.ReadAsync(DateTimeOffset.FromUnixTimeSeconds(minute * 60), TimeSpan.FromMinutes(30), cancellationToken);
            _thirtyMinutes = (minute, VisitorCount.Of(reading));
        }

        return _thirtyMinutes.Value.Count;
    }

    private void Failed(string reason, Exception? exception)
    {
        current.Fail(reason);
        if (!_failing)
        {
            _failing = true;
            Log.CompositionsBeganToFail(logger, reason, exception);
        }
    }

    private void Recovered()
    {
        if (_failing)
        {
            _failing = false;
            Log.CompositionsSucceededAgain(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The live snapshot could not be composed and is stale from now on: {Reason}")]
        public static partial void CompositionsBeganToFail(ILogger logger, string reason, Exception? exception);

        [LoggerMessage(LogLevel.Information, "The live snapshot was composed again.")]
        public static partial void CompositionsSucceededAgain(ILogger logger);
    }
}
