using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Who was served by the site itself within the last five minutes: they stay in when the room opens, and so does who was let in and keeps no cookies. Of
/// a fixed size; beyond it the oldest are forgotten. Known by hashes that mean nothing outside of this process. Thread-safe without locks: of two that write
/// one place at once, one is forgotten.
/// </summary>
internal sealed class RecentVisitors(int slots = 1 << 19)
{
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private const int Ways = 4;
    private const ulong MinuteMask = 0xffff;

    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly ulong[] _entries = new ulong[slots];

    public ulong HashOf(NetworkAddress address, ReadOnlySpan<char> userAgent)
    {
        Span<byte> client = stackalloc byte[NetworkAddress.Size];
        address.Subscriber.Write(client);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(userAgent), (long)XxHash3.HashToUInt64(client, _seed));
    }

    public void Note(ulong visitor, DateTimeOffset now)
    {
        var entry = EntryOf(visitor, now);
        var set = SetOf(visitor);
        var oldest = 0;
        for (var way = 0; way < Ways; way++)
        {
            if ((set[way] & ~MinuteMask) == (entry & ~MinuteMask))
            {
                set[way] = entry;
                return;
            }

            oldest = AgeOf(set[way], now) > AgeOf(set[oldest], now) ? way : oldest;
        }

        set[oldest] = entry;
    }

    public bool Contain(ulong visitor, DateTimeOffset now)
    {
        var entry = EntryOf(visitor, now);
        foreach (var other in SetOf(visitor))
        {
            if ((other & ~MinuteMask) == (entry & ~MinuteMask) && AgeOf(other, now) <= Memory.TotalMinutes)
            {
                return true;
            }
        }

        return false;
    }

    private Span<ulong> SetOf(ulong visitor) => _entries.AsSpan((int)(visitor % (uint)(_entries.Length / Ways)) * Ways, Ways);

    /// <summary>The first 48 bits of the visitor, and the minute.</summary>
    private static ulong EntryOf(ulong visitor, DateTimeOffset now) => (visitor & ~MinuteMask) | MinuteOf(now);

    private static ulong MinuteOf(DateTimeOffset now) => (ulong)(now.ToUnixTimeSeconds() / 60) & MinuteMask;

    private static int AgeOf(ulong entry, DateTimeOffset now) => (ushort)(MinuteOf(now) - (entry & MinuteMask));
}
