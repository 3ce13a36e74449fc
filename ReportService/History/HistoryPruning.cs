using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Affluence.Report.History;

/// <summary>Removes what has outlived its retention, at the start and every hour.</summary>
internal sealed partial class HistoryPruning(
    SnapshotHistory history, IOptions<ReportOptions> options, TimeProvider timeProvider, ILogger<HistoryPruning> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Let the host start: everything before the first await runs inside its start.
        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), timeProvider);
        do
        {
            try
            {
                var removed = history.Prune(options.Value.MinuteRetention, options.Value.QuarterHourRetention);
                Log.Pruned(logger, removed);
            }
            catch (SqliteException exception)
            {
                Log.PruningFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Removed} snapshots had outlived their retention and were removed.")]
        public static partial void Pruned(ILogger logger, int removed);

        [LoggerMessage(LogLevel.Error, "The history could not be pruned; it is tried again in an hour.")]
        public static partial void PruningFailed(ILogger logger, Exception exception);
    }
}
