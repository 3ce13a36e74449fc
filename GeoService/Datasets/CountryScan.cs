using System.Net;
using MaxMind.Db;

namespace Affluence.Geo;

/// <summary>
/// Goes through all networks of a file by looking up the first address behind the network before. The reader's own enumeration is
/// faster, but it follows a hostile tree of 2^127 empty nodes for ever, without a place to stop it.
/// </summary>
internal sealed class CountryScan
{
    private const int RecordsProbed = 1000;

    // The empty networks between the others are stepped over one by one too.
    private const int MaxSteps = 2 * CountryFile.MaxNetworks;

    // An IPv6 file keeps IPv4 in ::/96; the scan of IPv4 has been there.
    private static readonly AddressRange IPv6BehindIPv4 = new(new(UInt128.One << 32), RangeTable.IPv6.Last);

    // Where an IPv6 file may repeat all of IPv4. Those addresses are looked up as the IPv4 address they carry.
    private static readonly AddressRange[] Carriers =
    [
        RangeTable.IPv4,
        AddressRange.OfNetwork(NetworkAddress.From(IPAddress.Parse("2001::")), 32),
        AddressRange.OfNetwork(NetworkAddress.From(IPAddress.Parse("2002::")), 16),
    ];

    private readonly Reader _reader;
    private readonly CancellationToken _cancellationToken;
    private readonly CountryRecords.Find<CountryCode?> _findCountry;

    public CountryScan(Reader reader, CancellationToken cancellationToken)
    {
        _reader = reader;
        _cancellationToken = cancellationToken;
        _findCountry = FindLayout();
    }

    public CountryDataset Read(string sha256)
    {
        var countries = new HashSet<CountryCode>();
        var ipv4 = ReadFamily(RangeTable.IPv4, RangeTable.IPv4, countries, out var ipv4Networks);
        var ipv6 = ReadFamily(RangeTable.IPv6, IPv6BehindIPv4, countries, out var ipv6Networks);
        countries.Remove(CountryCode.Unknown);
        if (countries.Count == 0)
        {
            throw new CountryFileException($"its type is '{_reader.Metadata.DatabaseType}', and none of its records names a country");
        }

        var description = new DatasetDescription(
            _reader.Metadata.DatabaseType, BuildTime(), ipv4Networks, ipv6Networks, countries.Count, sha256);
        return new(description, ipv4, ipv6);
    }

    /// <summary>Compares the tables with the file at both ends of every network.</summary>
    public void Check(CountryDataset dataset)
    {
        foreach (var (range, country) in Walk(RangeTable.IPv4, _findCountry).Concat(Walk(IPv6BehindIPv4, _findCountry)))
        {
            if (!Agrees(range.First, country) || !Agrees(range.Last, country))
            {
                throw new CountryFileException($"the tables made of it differ from it in {range.First} to {range.Last}");
            }
        }

        bool Agrees(NetworkAddress address, CountryCode? country) =>
            dataset.Find(address) == country || AddressClassifier.Carried(address) != address || AddressClassifier.IsReserved(address);
    }

    private RangeTable ReadFamily(AddressRange family, AddressRange scanned, HashSet<CountryCode> countries, out int networks)
    {
        networks = 0;
        var builder = new RangeTable.Builder(family);
        foreach (var (range, country) in Walk(scanned, _findCountry))
        {
            countries.Add(country.GetValueOrDefault());
            builder.Add(range, country.GetValueOrDefault().Index);
            networks++;
        }

        return builder.Build(AddressClassifier.Reserved(family == RangeTable.IPv4));
    }

    /// <summary>Every network that has a record, in ascending order.</summary>
    private IEnumerable<(AddressRange Range, T Record)> Walk<T>(AddressRange scanned, CountryRecords.Find<T> find)
    {
        // A file of IPv4 alone would answer for an IPv6 address by its first 32 bits.
        if (_reader.Metadata.IPVersion == 4 && scanned != RangeTable.IPv4)
        {
            yield break;
        }

        var next = scanned.First;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var record = find(_reader, next.ToIPAddress(), out var prefixLength);
            var network = AddressRange.OfNetwork(next, prefixLength);
            var carrier = scanned == RangeTable.IPv4 ? default : Array.Find(Carriers, carrier => carrier.Holds(network) && carrier != network);
            if (carrier != default)
            {
                network = carrier;
            }
            else if (record is not null)
            {
                yield return (new(next, network.Last), record);
            }

            if (network.Last >= scanned.Last)
            {
                yield break;
            }

            next = new(network.Last.Value + 1);
        }

        throw new CountryFileException($"it has more than {CountryFile.MaxNetworks} networks");
    }

    /// <summary>Looks at records until one shows where the country is.</summary>
    private CountryRecords.Find<CountryCode?> FindLayout()
    {
        CountryRecords.Find<Dictionary<string, object>> findAny =
            (reader, address, out prefixLength) => reader.Find<Dictionary<string, object>>(address, out prefixLength);

        Dictionary<string, object>? sample = null;
        foreach (var (_, record) in Walk(RangeTable.IPv4, findAny).Concat(Walk(IPv6BehindIPv4, findAny)).Take(RecordsProbed))
        {
            sample = record;
            if (CountryRecords.LayoutOf(record) is { } layout)
            {
                return layout;
            }
        }

        var held = sample is null ? "there is no record in it" : $"its records hold {string.Join(", ", sample.Keys.Take(8))}";
        throw new CountryFileException(
            $"its type is '{_reader.Metadata.DatabaseType}', which names no country: {held}; wanted is {CountryRecords.Expected}");
    }

    private DateTimeOffset? BuildTime()
    {
        try
        {
            var time = new DateTimeOffset(_reader.Metadata.BuildDate, TimeSpan.Zero);
            return time > DateTimeOffset.UnixEpoch ? time : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The file's own figure is a 64-bit number of seconds, which goes beyond any calendar.
            return null;
        }
    }
}
