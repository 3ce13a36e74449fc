namespace Affluence.Gateway.Cache.Storage;

/// <summary>
/// Remembers whose answers are not stored, so that nobody waits for another's (Varnish: hit-for-miss). A fixed table of hashes: a wrong answer
/// costs a request that could have been shared, and no flood of names can make it grow.
/// </summary>
internal sealed class PassMarks(TimeSpan memory)
{
    private const int Slots = 1 << 16;

    private readonly long[] _until = new long[Slots];
    private readonly int[] _hashes = new int[Slots];

    public bool Has(in CacheKey key, TimeSpan now)
    {
        var hash = key.GetHashCode();
        var slot = hash & (Slots - 1);
        return Volatile.Read(ref _hashes[slot]) == hash && Interlocked.Read(ref _until[slot]) > now.Ticks;
    }

    public void Set(in CacheKey key, TimeSpan now)
    {
        var hash = key.GetHashCode();
        var slot = hash & (Slots - 1);
        Volatile.Write(ref _hashes[slot], hash);
        Interlocked.Exchange(ref _until[slot], (now + memory).Ticks);
    }

    public void Clear(in CacheKey key)
    {
        var hash = key.GetHashCode();
        var slot = hash & (Slots - 1);
        if (Volatile.Read(ref _hashes[slot]) == hash)
        {
            Interlocked.Exchange(ref _until[slot], 0);
        }
    }
}
