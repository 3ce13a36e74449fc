using Affluence.Report.Snapshots;
using Microsoft.Extensions.Options;

namespace Affluence.Report.History;

/// <summary>
/// Puts every whole minute on record once its records have had time to arrive, and makes up for minutes that were missed while the
/// report or the counter was down, oldest first, as far back as the counter remembers.
/// </summary>
internal sealed partial class MinuteRecorder(
    MinuteComposer composer, SnapshotHistory history, IOptions<ReportOptions> options, TimeProvider timeProvider, ILogger<MinuteRecorder> logger)
    : BackgroundService
{
    // A minute that a gateway was silent in is looked at again for this long; the composer settles it then.
    private const int MinutesToRevisit = 11;

    private long? _lastPass;
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Let the host start: everything before the first await runs inside its start.
        await Task.Yield();
        using var timer = new PeriodicTimer(options.Value.LiveInterval, timeProvider);
        do
        {
            try
            {
                await RecordDueMinutesAsync(stoppingToken);
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

    private async Task RecordDueMinutesAsync(CancellationToken cancellationToken)
    {
        var newest = SnapshotHistory.Minute(timeProvider.GetUtcNow() - options.Value.SettleDelay);
        if (_lastPass == newest)
        {
            return;
        }

        foreach (var minute in Due(newest))
        {
            switch (await composer.ComposeAsync(DateTimeOffset.FromUnixTimeSeconds(minute * 60), settled: true, cancellationToken))
            {
                case MinuteComposition.Composed { Snapshot: var snapshot, Measure: var measure }:
                    history.Save(snapshot, measure);
                    break;
                case MinuteComposition.Lost { Snapshot: var snapshot, Measure: var measure }:
                    history.Save(snapshot, measure);
                    break;
                case MinuteComposition.Unreachable { Reason: var reason }:
                    // The pass is not done: it begins again with the next tick.
                    Failed(reason, exception: null);
                    return;
            }
        }

        _lastPass = newest;
        Recovered();
    }

    /// <summary>Minutes not on record, and the latest ones on record that may still change.</summary>
    private IEnumerable<long> Due(long newest)
    {
        var oldest = newest - (long)options.Value.CounterRetention.TotalMinutes + 1;
        var stored = history.Stored(oldest, newest);
        for (var minute = oldest; minute <= newest; minute++)
        {
            if (!stored.TryGetValue(minute, out var final) || (!final && minute > newest - MinutesToRevisit))
            {
                yield return minute;
            }
        }
    }

    private void Failed(string reason, Exception? exception)
    {
        if (!_failing)
        {
            _failing = true;
            Log.RecordingBeganToFail(logger, reason, exception);
        }
    }

    private void Recovered()
    {
        if (_failing)
        {
            _failing = false;
            Log.RecordingSucceededAgain(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A minute could not be put on record; it is tried again: {Reason}")]
        public static partial void RecordingBeganToFail(ILogger logger, string reason, Exception? exception);

        [LoggerMessage(LogLevel.Information, "Every minute due is on record again.")]
        public static partial void RecordingSucceededAgain(ILogger logger);
    }
}
