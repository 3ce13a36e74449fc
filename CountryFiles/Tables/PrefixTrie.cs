using System.Runtime.InteropServices;

namespace Affluence.CountryFiles;

/// <summary>
/// Address to value in few memory accesses. A block of entries is indexed by the next bits of the address: 16 bits, 8, then 4 each. An
/// entry is the complement of a value, or the offset of the block that decides further; equal blocks are stored once.
/// </summary>
/// <remarks>
/// This is controlled prefix expansion (Srinivasan and Varghese, "Fast address lookups using controlled prefix expansion", ACM TOCS 17(1),
/// 1999). Other ways were measured on addresses of DB-IP Lite's networks: DIR-24-8 (Gupta, Lin, McKeown, INFOCOM 1998) is as fast for
/// IPv4 but takes more memory than this does for both families and has no form for IPv6; binary search below a first table of 2^20 or 2^24
/// entries takes twice to three times as long; strides of 16, 8, 8, 4 take 46 MB for 29, and lose more in cache misses than they save in steps.
/// </remarks>
internal sealed class PrefixTrie
{
    private readonly int[] _entries;

    public PrefixTrie(int[] entries) => _entries = entries;

    public ReadOnlySpan<int> Entries => _entries;

    public long Bytes => (long)_entries.Length * sizeof(int);

    public static PrefixTrie Build(RangeTable table, AddressRange family) => new(new Builder(table, family).Build());

    public byte Find(uint address)
    {
        var entries = _entries;
        var entry = entries[address >> 16];
        if (entry >= 0)
        {
            entry = entries[entry + (byte)(address >> 8)];
        }

        for (var shift = 4; entry >= 0; shift -= 4)
        {
            entry = entries[entry + ((int)(address >> shift) & 15)];
        }

        return (byte)~entry;
    }

    public byte Find(ulong high, ulong low)
    {
        var entries = _entries;
        var entry = entries[high >> 48];
        if (entry >= 0)
        {
            entry = entries[entry + (byte)(high >> 40)];
        }

        for (var shift = 36; entry >= 0 && shift >= 0; shift -= 4)
        {
            entry = entries[entry + ((int)(high >> shift) & 15)];
        }

        for (var shift = 60; entry >= 0; shift -= 4)
        {
            entry = entries[entry + ((int)(low >> shift) & 15)];
        }

        return (byte)~entry;
    }

    private sealed class Builder(RangeTable table, AddressRange family)
    {
        private readonly List<int> _entries = [];
        private readonly Dictionary<int[], int> _offsets = new(new SameEntries());
        private int _range;
        private UInt128 _rangeLast = table.RangeAt(0).Last.Value;

        public int[] Build()
        {
            // The root comes first; its blocks follow.
            _entries.AddRange(new int[1 << 16]);
            var root = Block(family.First.Value, family == RangeTable.IPv4 ? 32 : 128, depth: 0);
            root.CopyTo(CollectionsMarshal.AsSpan(_entries));
            return [.. _entries];
        }

        /// <summary>The entries for all addresses that share the bits above <paramref name="hostBits"/> with <paramref name="first"/>.</summary>
        private int[] Block(UInt128 first, int hostBits, int depth)
        {
            var stride = depth switch { 0 => 16, 1 => 8, _ => 4 };
            var below = hostBits - stride;
            var block = new int[1 << stride];
            for (var index = 0; index < block.Length; index++)
            {
                var start = first + ((UInt128)index << below);
                var last = start + ((UInt128.One << below) - 1);
                // Addresses are visited in ascending order, so the range only ever moves on.
                while (_rangeLast < start)
                {
                    _rangeLast = table.RangeAt(++_range).Last.Value;
                }

                block[index] = _rangeLast >= last
                    ? ~table.ValueAt(_range)
                    : OffsetOf(Block(start, below, depth + 1));
            }

            return block;
        }

        private int OffsetOf(int[] block)
        {
            if (!_offsets.TryGetValue(block, out var offset))
            {
                offset = _entries.Count;
                _offsets.Add(block, offset);
                _entries.AddRange(block);
            }

            return offset;
        }
    }

    private sealed class SameEntries : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? left, int[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(int[] entries)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(entries.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
