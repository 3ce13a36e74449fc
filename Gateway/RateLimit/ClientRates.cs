using System.Runtime.CompilerServices;

namespace Affluence.Gateway.RateLimit;

/// <summary>
/// A token bucket per client, in memory that does not grow with the number of clients: each has one of <see cref="Slots"/> buckets, picked
/// by a hash that is another one in each process. Two clients that share one together meet limits that neither meets alone.
/// </summary>
/// <remarks>
/// A bucket is one number, the instant at which it will be full again (the generic cell rate algorithm, which is a token bucket without a
/// count), so taking a token is one compare-and-swap, and nothing has to be refilled or thrown away. PartitionedRateLimiter keeps about
/// 280 bytes per client without a bound, its timer took 15 % of a core with 200,000 idle ones, and it can't be given a clock.
/// </remarks>
internal sealed class ClientRates(int burst, int requestsPerSecond)
{
    /// <summary>8 MB. Of 200,000 clients at once, one in six shares a bucket with another.</summary>
    public const int Slots = 1 << 20;

    private readonly long _cost = Math.Max(1, TimeSpan.TicksPerSecond / requestsPerSecond);
    private readonly long _capacity = Math.Max(1, TimeSpan.TicksPerSecond / requestsPerSecond) * burst;
    private readonly long[] _fullAt = new long[Slots];

    /// <param name="client">Asks for one token.</param>
    /// <param name="now">Time since any fixed moment; it may not go back.</param>
    /// <returns>Zero when there was one, else the time until there will be.</returns>
    public TimeSpan Take(NetworkAddress client, TimeSpan now)
    {
        ref var slot = ref _fullAt[SlotOf(client)];
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var fullAt = Math.Max(seen, now.Ticks) + _cost;
            var missing = fullAt - now.Ticks - _capacity;
            if (missing > 0)
            {
                return TimeSpan.FromTicks(missing);
            }

            if (Interlocked.CompareExchange(ref slot, fullAt, seen) == seen)
            {
                return TimeSpan.Zero;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(NetworkAddress client)
    {
        var subscriber = client.Subscriber;
        return HashCode.Combine(subscriber.High, subscriber.Low) & (Slots - 1);
    }
}
