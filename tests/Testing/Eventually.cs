using Grpc.Core;

namespace Affluence.Testing;

/// <summary>Awaits a condition instead of a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// For whatever a test waits for. It is there only so that a broken program ends the test: a machine that is busy with twenty other
    /// things makes a test slow, and must not make it red.
    /// </summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(3);

    /// <param name="failure">What is so instead, should the limit pass.</param>
    /// <param name="limit">Null is <see cref="Limit"/>; more for what needs the whole of a machine for long.</param>
    /// <param name="pause">Between two tries; null is 20 ms.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> failure, TimeSpan? limit = null, TimeSpan? pause = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? Limit))
            {
                throw new TimeoutException(failure());
            }

            await Task.Delay(pause ?? DefaultPause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> failure) => TrueAsync(() => Task.FromResult(condition()), failure);

    /// <summary>What is not null in the end.</summary>
    public static Task<T> FoundAsync<T>(Func<T?> find, Func<string> failure)
        where T : class => FoundAsync<T>(() => Task.FromResult(find()), failure);

    /// <inheritdoc cref="FoundAsync{T}(Func{T}, Func{string})"/>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> find, Func<string> failure, TimeSpan? pause = null)
        where T : class
    {
        T? found = null;
        await TrueAsync(async () => (found = await find()) is not null, failure, pause: pause);
        return found!;
    }

    /// <summary>The answer of a call that is refused as UNAVAILABLE until then.</summary>
    public static async Task<T> SucceedsAsync<T>(Func<Task<T>> call)
        where T : class
    {
        var refusal = string.Empty;
        return await FoundAsync<T>(
            async () =>
            {
                try
                {
                    return await call();
                }
                catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
                {
                    refusal = exception.Status.ToString();
                    return null;
                }
            },
            () => $"The call is refused: {refusal}");
    }

    /// <summary>The first failure of a call, which must be of the status expected.</summary>
    public static async Task FailsAsync<T>(Func<Task<T>> call, StatusCode expected) => await TrueAsync(
        async () =>
        {
            try
            {
                await call();
                return false;
            }
            catch (RpcException exception)
            {
                return exception.StatusCode == expected ? true : throw new InvalidOperationException($"Failed otherwise than as {expected}.", exception);
            }
        },
        () => $"The call does not fail as {expected}.");
}
