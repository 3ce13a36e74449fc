namespace Affluence.Gateway.WaitingRoom.Tokens;

internal enum PassVerdict
{
    Granted,

    /// <summary>It is used from more networks than one person is in.</summary>
    PassedOn,

    /// <summary>It is used more often than one person looks at pages.</summary>
    TooFast,
}

/// <summary>
/// Holds a pass to a rate and to few networks, so that it is worth nothing to sell. Of a fixed size, whatever is asked of it: a pass that has not been used for
/// longest gives way, and then begins anew. Thread-safe.
/// </summary>
internal sealed class PassUse(int slots = 1 << 16)
{
    /// <summary>Networks (IPv4 /24, IPv6 /64) that one pass may be used from: a telephone goes from one to another.</summary>
    public const int Networks = 3;

    /// <summary>Requests to the site at once, and a second in the long run: a page with all its parts.</summary>
    public const int Burst = 100;
    public const int PerSecond = 10;

    private const int Ways = 4;
    private const int Locks = 64;

    private readonly Entry[] _entries = new Entry[slots];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];

    /// <param name="pass">Id of the pass.</param>
    /// <param name="network">Where it is used from.</param>
    /// <param name="now">Time on any clock that does not go back.</param>
    public PassVerdict Use(ulong pass, NetworkAddress network, TimeSpan now)
    {
        var set = (int)((pass >> 32) % (uint)(_entries.Length / Ways)) * Ways;
        var hash = (uint)HashCode.Combine(network.High, network.Low) | 1;
        lock (_locks[set / Ways % Locks])
        {
            ref var entry = ref Find(pass, set);
            return entry.Knows(hash) ? entry.Take(now) : PassVerdict.PassedOn;
        }
    }

    private ref Entry Find(ulong pass, int set)
    {
        var oldest = set;
        for (var way = set; way < set + Ways; way++)
        {
            if (_entries[way].Pass == pass)
            {
                return ref _entries[way];
            }

            oldest = _entries[way].FullAt < _entries[oldest].FullAt ? way : oldest;
        }

        _entries[oldest] = new Entry { Pass = pass };
        return ref _entries[oldest];
    }

    private struct Entry
    {
        private const long TicksEach = TimeSpan.TicksPerSecond / PerSecond;

        private uint _first;
        private uint _second;
        private uint _third;

        public ulong Pass;

        /// <summary>When all of the burst is there again: a leaky bucket in one number (GCRA).</summary>
        public long FullAt;

        public bool Knows(uint network) => Is(ref _first, network) || Is(ref _second, network) || Is(ref _third, network);

        public PassVerdict Take(TimeSpan now)
        {
            var fullAt = Math.Max(FullAt, now.Ticks) + TicksEach;
            if (fullAt - now.Ticks > Burst * TicksEach)
            {
                return PassVerdict.TooFast;
            }

            FullAt = fullAt;
            return PassVerdict.Granted;
        }

        private static bool Is(ref uint known, uint network)
        {
            known = known == 0 ? network : known;
            return known == network;
        }
    }
}
