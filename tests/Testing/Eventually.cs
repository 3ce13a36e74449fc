namespace Affluence.Testing;

/// <summary>Awaits a condition instead of a time. The limit is there only so that a broken program ends the test.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="limit">Null is 2 minutes, which a machine that is shared by many may need; more for what needs the whole of it for long.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> failure, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? DefaultLimit))
            {
                throw new TimeoutException(failure());
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> failure) => TrueAsync(() => Task.FromResult(condition()), failure);

    /// <summary>What is not null in the end.</summary>
    public static async Task<T> FoundAsync<T>(Func<T?> find, Func<string> failure)
        where T : class
    {
        T? found = null;
        await TrueAsync(() => (found = find()) is not null, failure);
        return found!;
    }
}
