namespace Affluence.Counter.Store;

/// <summary>
/// Looks at the store every few seconds: a failover behind one address, which drops no connection of ours, shows in the run ids alone.
/// </summary>
internal sealed partial class StoreWatch(StoreConnection connection, TimeProvider timeProvider, ILogger<StoreWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        string? away = null;
        do
        {
            try
            {
                await connection.InspectAsync(stoppingToken);
                away = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException exception)
            {
                var reason = await connection.DiagnoseAsync(stoppingToken) ?? exception.Message;
                if (reason != away)
                {
                    Log.Away(logger, reason);
                }

                away = reason;
            }
            catch (Exception exception)
            {
                Log.Failed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The store is away ({Reason}). Calls answer UNAVAILABLE until it is back.")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Failed to look at the store.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
