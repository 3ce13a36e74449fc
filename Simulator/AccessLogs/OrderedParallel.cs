using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Maps the items of a stream on several threads and gives the results in the order of the items.</summary>
internal static class OrderedParallel
{
    /// <param name="ahead">How many items may be on their way at one time.</param>
    /// <remarks>A fault of the source, or of an item, comes when all results before it have been taken.</remarks>
    public static async IAsyncEnumerable<TResult> SelectAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        Func<TItem, CancellationToken, Task<TResult>> map,
        int ahead,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var leftOff = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<Task<TResult>>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var begun = BeginAllAsync(items, map, results.Writer, leftOff.Token);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken))
            {
                yield return await result;
            }
        }
        finally
        {
            await leftOff.CancelAsync();
            await begun;
            while (results.Reader.TryRead(out var result))
            {
                await ((Task)result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task BeginAllAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        Func<TItem, CancellationToken, Task<TResult>> map,
        ChannelWriter<Task<TResult>> results,
        CancellationToken cancellationToken)
    {
        try
        {
            // Reading and unpacking are work too, and not the consumer's.
            await Task.Yield();
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                await results.WriteAsync(Task.Run(() => map(item, cancellationToken), cancellationToken), cancellationToken);
            }

            results.Complete();
        }
        catch (Exception exception)
        {
            // Whatever it was, it is the consumer's, who would wait for ever otherwise.
            results.Complete(exception);
        }
    }
}
