using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>
/// Deletes secrets when they are due, from the store's memory and from its disk, and has those forgotten whose day is over. Their expiry does
/// the first alone should the counter be away. An epoch stays on the schedule until both are done, so a crash in between repeats them.
/// </summary>
internal sealed partial class IdentityKeeper(
    IdentitySecrets secrets, SecretStore store, StoreDisk disk, TimeProvider timeProvider, ILogger<IdentityKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            try
            {
                await DeleteDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException exception)
            {
                Log.Postponed(logger, exception.Message);
            }
            catch (Exception exception)
            {
                Log.Failed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DeleteDueAsync(CancellationToken cancellationToken)
    {
        secrets.ForgetOld();
        var due = await store.ReadDueAsync(timeProvider.GetUtcNow(), cancellationToken);
        if (due.Count == 0)
        {
            return;
        }

        await store.DeleteAsync(due, cancellationToken);
        await disk.RewriteAsync(cancellationToken);
        await store.ForgetAsync(due, cancellationToken);
        Log.Deleted(logger, due);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Deleted the identity secrets of epochs {Epochs} for good.")]
        public static partial void Deleted(ILogger logger, IReadOnlyList<int> epochs);

        [LoggerMessage(LogLevel.Warning, "Put off the deletion of identity secrets by a minute: {Reason}.")]
        public static partial void Postponed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Failed to delete identity secrets; trying again in a minute.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
