using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Bounds single commands as <see cref="Pipeline"/> bounds many.</summary>
internal static class StoreDeadline
{
    /// <exception cref="StoreException">The store failed, or did not answer in time.</exception>
    public static async Task<T> BeforeDeadline<T>(this Task<T> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await command.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw StoreException.From(exception);
        }
    }
}
