using System.Threading.Channels;

namespace Affluence.Simulator.Traffic;

/// <summary>
/// Sends each of many things at its time, whether or not earlier ones were answered, as long as no more are under way than may be; then
/// the later ones are late.
/// </summary>
internal sealed class Pacer(TimeProvider timeProvider, int concurrency)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private long _late;

    /// <summary>How late the last one was.</summary>
    public TimeSpan Late => TimeSpan.FromTicks(Interlocked.Read(ref _late));

    /// <param name="items">In the order of their times, which are since the beginning.</param>
    public async Task PlayAsync<T>(IEnumerable<(TimeSpan At, T Item)> items, Func<T, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = Channel.CreateBounded<T>(new BoundedChannelOptions(concurrency) { SingleWriter = true });
        var senders = Enumerable.Range(0, concurrency).Select(_ => SendAsync(due.Reader, send, stopping.Token)).ToArray();
        try
        {
            await ReleaseAsync(items, due.Writer, stopping.Token);
            due.Writer.Complete();
            await Task.WhenAll(senders);
        }
        finally
        {
            await stopping.CancelAsync();
        }
    }

    private async Task ReleaseAsync<T>(IEnumerable<(TimeSpan At, T Item)> items, ChannelWriter<T> due, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, timeProvider);
        var start = timeProvider.GetTimestamp();
        foreach (var (at, item) in items)
        {
            while (timeProvider.GetElapsedTime(start) < at)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            await due.WriteAsync(item, cancellationToken);
            Interlocked.Exchange(ref _late, (timeProvider.GetElapsedTime(start) - at).Ticks);
        }
    }

    private static async Task SendAsync<T>(ChannelReader<T> due, Func<T, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        await foreach (var item in due.ReadAllAsync(cancellationToken))
        {
            await send(item, cancellationToken);
        }
    }
}
