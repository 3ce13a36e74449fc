namespace Affluence.CountryFiles;

/// <summary>All addresses of one family as adjoining ranges in ascending order, each with its value; neighbours differ in value.</summary>
internal sealed class RangeTable
{
    private readonly NetworkAddress[] _starts;
    private readonly byte[] _values;
    private readonly NetworkAddress _last;

    public RangeTable(NetworkAddress[] starts, byte[] values, NetworkAddress last)
    {
        _starts = starts;
        _values = values;
        _last = last;
    }

    public static AddressRange IPv4 { get; } = AddressRange.OfNetwork(NetworkAddress.FromIPv4(0), 0);

    public static AddressRange IPv6 { get; } = new(default, new(UInt128.MaxValue));

    public int Count => _starts.Length;

    public ReadOnlySpan<NetworkAddress> Starts => _starts;

    public ReadOnlySpan<byte> Values => _values;

    public byte ValueAt(int index) => _values[index];

    public AddressRange RangeAt(int index) => new(_starts[index], index + 1 < Count ? new(_starts[index + 1].Value - 1) : _last);

    public int IndexOf(NetworkAddress address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Collects ranges in ascending order; what lies between them is not in the dataset.</summary>
    public sealed class Builder(AddressRange family)
    {
        private readonly List<NetworkAddress> _starts = [family.First];
        private readonly List<byte> _values = [TableValue.NotInDataset];

        public void Add(AddressRange range, byte value)
        {
            SetFrom(range.First, value);
            if (range.Last < family.Last)
            {
                SetFrom(new(range.Last.Value + 1), TableValue.NotInDataset);
            }
        }

        /// <summary>The table, with what IANA reserves laid over what was added.</summary>
        public RangeTable Build(IReadOnlyList<AddressRange> reserved)
        {
            var added = new RangeTable([.. _starts], [.. _values], family.Last);
            var result = new Builder(family);
            var index = 0;
            foreach (var range in reserved)
            {
                while (index < added.Count && added.RangeAt(index).Last < range.First)
                {
                    result.SetFrom(added._starts[index], added._values[index++]);
                }

                if (index < added.Count && added._starts[index] < range.First)
                {
                    result.SetFrom(added._starts[index], added._values[index]);
                }

                result.SetFrom(range.First, TableValue.Reserved);
                while (index < added.Count && added.RangeAt(index).Last <= range.Last)
                {
                    index++;
                }

                if (index < added.Count)
                {
                    result.SetFrom(new(range.Last.Value + 1), added._values[index]);
                }
            }

            for (index++; index < added.Count; index++)
            {
                result.SetFrom(added._starts[index], added._values[index]);
            }

            return new RangeTable([.. result._starts], [.. result._values], family.Last);
        }

        private void SetFrom(NetworkAddress start, byte value)
        {
            if (_starts[^1] == start)
            {
                _values[^1] = value;
                if (_values.Count > 1 && _values[^2] == value)
                {
                    _starts.RemoveAt(_starts.Count - 1);
                    _values.RemoveAt(_values.Count - 1);
                }
            }
            else if (_values[^1] != value)
            {
                _starts.Add(start);
                _values.Add(value);
            }
        }
    }
}
