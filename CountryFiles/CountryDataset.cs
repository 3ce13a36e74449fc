using System.Buffers.Binary;

namespace Affluence.CountryFiles;

/// <summary>A country file, read into flat tables. It is immutable, so any number of threads may ask it; a look-up allocates nothing.</summary>
public sealed class CountryDataset
{
    private static readonly ushort[] AsciiByValue = BuildAsciiByValue();

    private readonly RangeTable _ipv4Ranges;
    private readonly RangeTable _ipv6Ranges;
    private readonly PrefixTrie _ipv4;
    private readonly PrefixTrie _ipv6;

    internal CountryDataset(DatasetDescription description, CountryTables tables)
    {
        Description = description;
        (_ipv4Ranges, _ipv6Ranges, _ipv4, _ipv6) = tables;
    }

    public DatasetDescription Description { get; }

    internal CountryTables Tables => new(_ipv4Ranges, _ipv6Ranges, _ipv4, _ipv6);

    /// <summary>Memory that the tables take.</summary>
    public long TableBytes => _ipv4.Bytes + _ipv6.Bytes + ((long)(_ipv4Ranges.Count + _ipv6Ranges.Count) * (NetworkAddress.Size + sizeof(byte)));

    /// <summary>Every range of addresses that has a country, IPv4 first, each family in ascending order, neighbours of one country joined.</summary>
    public IEnumerable<(AddressRange Range, CountryCode Country)> Ranges =>
        from table in new[] { _ipv4Ranges, _ipv6Ranges }
        from index in Enumerable.Range(0, table.Count)
        where TableValue.Placement(table.ValueAt(index)) == AddressPlacement.Located
        select (table.RangeAt(index), TableValue.Country(table.ValueAt(index)));

    /// <summary>The country of an address, or of the IPv4 address that it carries.</summary>
    public CountryCode Find(NetworkAddress address) => TableValue.Country(FindValue(address));

    /// <summary>All that is known of an address. Slower than <see cref="Find"/>: for people and for checks.</summary>
    public Location Locate(NetworkAddress address)
    {
        var lookedUp = AddressClassifier.Carried(address);
        var table = lookedUp.IsIPv4 ? _ipv4Ranges : _ipv6Ranges;
        var index = table.IndexOf(lookedUp);
        var value = table.ValueAt(index);
        var network = value >= TableValue.Reserved ? null : table.RangeAt(index).NetworkOf(lookedUp);
        return new(TableValue.Country(value), TableValue.Placement(value), network, lookedUp);
    }

    /// <summary>Finds the countries of many addresses.</summary>
    /// <param name="addresses"><see cref="NetworkAddress.Size"/> bytes each, in network order.</param>
    /// <param name="countryCodes">Receives 2 ASCII bytes for each, in the same order.</param>
    /// <exception cref="ArgumentException">The lengths are not in the ratio of 8 to 1, or not whole addresses.</exception>
    public LocationTally LocateMany(ReadOnlySpan<byte> addresses, Span<byte> countryCodes)
    {
        if (addresses.Length % NetworkAddress.Size != 0 || countryCodes.Length != addresses.Length / NetworkAddress.Size * 2)
        {
            throw new ArgumentException($"Takes {NetworkAddress.Size} bytes an address and gives 2.", nameof(countryCodes));
        }

        int notInDataset = 0, reserved = 0;
        for (var index = 0; index < countryCodes.Length; index += 2)
        {
            var value = FindValue(NetworkAddress.Read(addresses.Slice(index * (NetworkAddress.Size / 2), NetworkAddress.Size)));
            BinaryPrimitives.WriteUInt16BigEndian(countryCodes[index..], AsciiByValue[value]);
            notInDataset += value is 0 or TableValue.NotInDataset ? 1 : 0;
            reserved += value is TableValue.Reserved ? 1 : 0;
        }

        return new((countryCodes.Length / 2) - notInDataset - reserved, notInDataset, reserved);
    }

    private byte FindValue(NetworkAddress address)
    {
        var lookedUp = AddressClassifier.Carried(address);
        return lookedUp.IsIPv4
            ? _ipv4.Find(lookedUp.IPv4)
            : _ipv6.Find(lookedUp.High, lookedUp.Low);
    }

    private static ushort[] BuildAsciiByValue()
    {
        var table = new ushort[byte.MaxValue + 1];
        Span<byte> ascii = stackalloc byte[2];
        for (var value = 0; value < table.Length; value++)
        {
            TableValue.Country((byte)value).WriteAscii(ascii);
            table[value] = BinaryPrimitives.ReadUInt16BigEndian(ascii);
        }

        return table;
    }
}
