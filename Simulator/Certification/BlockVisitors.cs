using System.Security.Cryptography;
using System.Text;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Certification;

/// <summary>
/// Names the visitors of a block's page views: by the rule of the pseudonyms, under a key that is forgotten with the process. Of a million
/// visitors two have the same name once in 37 million runs. Scratch memory for one block at a time.
/// </summary>
internal sealed class BlockVisitors(byte[] key, VisitorHasher hasher)
{
    private ulong[] _visitors = [];

    /// <returns>In the order of the entries; of no meaning for those that are no page views. Valid until the next call.</returns>
    public ReadOnlyMemory<ulong> Name(LogBlock block)
    {
        var entries = block.Entries;
        if (_visitors.Length < entries.Length)
        {
            _visitors = new ulong[entries.Length];
        }

        using IncrementalHash hash = VisitorHasher.NewHash(key);
        Span<char> userAgent = stackalloc char[VisitorHasher.MaxUserAgentLength];
        for (var index = 0; index < entries.Length; index++)
        {
            ref readonly var entry = ref entries[index];
            if (entry.Kind == HitKind.PageView)
            {
                var length = Encoding.Latin1.GetChars(block.Bytes.AsSpan(entry.UserAgentStart, entry.UserAgentLength), userAgent);
                _visitors[index] = hasher.Hash(hash, entry.Address, userAgent[..length]);
            }
        }

        return _visitors.AsMemory(0, entries.Length);
    }
}
