namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Bounds how many places one network (IPv4 /24, IPv6 /64) may take within half an hour, as visitors are bounded (decision 13). Of a fixed size: a count-min sketch
/// (G. Cormode, S. Muthukrishnan, 2005), which may count a network too high when very many ask, and never too low. Thread-safe.
/// </summary>
/// <param name="limit">Places of one network.</param>
internal sealed class TicketQuota(int limit)
{
    private const int Rows = 4;
    private const int Columns = 1 << 16;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Rows * Columns];
    private long _period;

    /// <returns>Whether the network may have one more place of its own.</returns>
    public bool Take(NetworkAddress network, DateTimeOffset now)
    {
        var period = now.UtcTicks / Period.Ticks;
        lock (_lock)
        {
            if (period != _period)
            {
                Array.Clear(_counts);
                _period = period;
            }

            var fewest = int.MaxValue;
            for (var row = 0; row < Rows; row++)
            {
                fewest = Math.Min(fewest, ++_counts[(row * Columns) + (HashCode.Combine(network.High, network.Low, row) & (Columns - 1))]);
            }

            return fewest <= limit;
        }
    }
}
