using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>
/// Destroys the keys of secrets when they are due, deletes the secrets from the store's memory and its disk, and has those forgotten whose day
/// is over. The keys first and whatever becomes of the store: without its key a secret is gone wherever it was copied to. An epoch stays on the
/// store's schedule until all is done, so a crash in between repeats it.
/// </summary>
internal sealed partial class IdentityKeeper(
    IdentitySecrets secrets,
    IdentityKeyFolder keys,
    IdentityVault vault,
    SecretStore store,
    StoreDisk disk,
    TimeProvider timeProvider,
    ILogger<IdentityKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <exception cref="Affluence.ServiceDefaults.InvalidSettingException">No key can be kept where keys are to be.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        keys.Prepare();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            try
            {
                DestroyKeys();
                await DeleteDueAsync(stoppingToken);
                await secrets.InspectAsync(stoppingToken);
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

    private void DestroyKeys()
    {
        secrets.ForgetOld();
        try
        {
            keys.DestroyDue(timeProvider.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.KeyKept(logger, keys.Path, exception.Message);
        }
    }

    private async Task DeleteDueAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var clear = await vault.TakeInClearAsync(now, cancellationToken);
        var due = await store.ReadDueAsync(now, cancellationToken);
        if (due.Count == 0 && !clear)
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

        [LoggerMessage(LogLevel.Error, "A key in {Folder} that is due could not be destroyed ({Reason}); trying again in a minute.")]
        public static partial void KeyKept(ILogger logger, string folder, string reason);

        [LoggerMessage(LogLevel.Error, "Failed to delete identity secrets; trying again in a minute.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
