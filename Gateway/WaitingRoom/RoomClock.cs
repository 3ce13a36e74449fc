namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// The gateway's clock as the counter's would show it, so that arrivals at several gateways are compared by one clock. Without the counter it is the gateway's own,
/// corrected by what was last known. Thread-safe.
/// </summary>
/// <remarks>The difference is taken from the exchange with the shortest way there and back of the last sixteen, as NTP's clock filter does (RFC 5905, section 10).</remarks>
internal sealed class RoomClock(TimeProvider time)
{
    private const int Samples = 16;

    private readonly Queue<(TimeSpan RoundTrip, TimeSpan Difference)> _samples = new(Samples);
    private long _difference;
    private long _lastArrival;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _difference));

    /// <summary>How far the counter's clock is ahead of this machine's.</summary>
    public TimeSpan Difference => TimeSpan.FromTicks(Interlocked.Read(ref _difference));

    /// <summary>Takes in what the counter's clock was.</summary>
    /// <param name="sent">When the counter was asked, by this machine's clock.</param>
    /// <param name="roundTrip">How long the answer took.</param>
    /// <param name="counter">The counter's clock in between.</param>
    public void Correct(DateTimeOffset sent, TimeSpan roundTrip, DateTimeOffset counter)
    {
        lock (_samples)
        {
            if (_samples.Count == Samples)
            {
                _samples.Dequeue();
            }

            _samples.Enqueue((roundTrip, counter - (sent + (roundTrip / 2))));
            Interlocked.Exchange(ref _difference, _samples.MinBy(sample => sample.RoundTrip).Difference.Ticks);
        }
    }

    /// <summary>A time of arrival: never before an earlier one of this gateway, however the clock is set. To the millisecond, as tickets hold it.</summary>
    public DateTimeOffset Arrive()
    {
        var now = Now.ToUnixTimeMilliseconds();
        while (true)
        {
            var last = Interlocked.Read(ref _lastArrival);
            if (last >= now)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(last);
            }

            if (Interlocked.CompareExchange(ref _lastArrival, now, last) == last)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(now);
            }
        }
    }
}
