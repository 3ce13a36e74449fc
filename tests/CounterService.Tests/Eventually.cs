using Grpc.Core;

namespace Affluence.Counter.Tests;

/// <summary>Awaits what happens soon, but not at once: a lost or restored connection. The test's own time limit bounds it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<T> SucceedsAsync<T>(Func<Task<T>> call)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(Interval, TimeProvider.System, limit.Token);
            }
        }
    }

    public static async Task<RpcException> FailsAsync<T>(Func<Task<T>> call, StatusCode expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                await call();
            }
            catch (RpcException exception)
            {
                Assert.Equal(expected, exception.StatusCode);
                return exception;
            }

            await Task.Delay(Interval, TimeProvider.System, limit.Token);
        }
    }

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await condition())
        {
            await Task.Delay(Interval, TimeProvider.System, limit.Token);
        }
    }
}
