using System.Net;
using MaxMind.Db;

namespace Affluence.CountryFiles;

/// <summary>
/// Goes through all networks of a file by looking up the first address behind the network before. The reader's own enumeration is
/// faster, but it follows a hostile tree of 2^127 empty nodes for ever, without a place to stop it.
/// </summary>
internal sealed class CountryScan
{
    private const int RecordsProbed = 1000;

    // A tree of n nodes has n + 1 networks, the empty ones among them. More means that it shares parts, of which the carriers below are the
    // known ones; and 32 nodes that all share the next make 2^32 networks.
    private const int MaxStepsPerNode = 4;
    private const int MaxSteps = 2 * CountryFile.MaxNetworks;

    // Two records of 24 bits.
    private const int SmallestNode = 6;

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
    private readonly int _maxSteps;

    /// <param name="length">Of the file, in bytes: what it says of itself bounds nothing.</param>
    /// <exception cref="CountryFileException">The file is of a version that is not known here, or holds no country.</exception>
    public CountryScan(Reader reader, int length, CancellationToken cancellationToken)
    {
        _reader = reader;
        _cancellationToken = cancellationToken;
        _maxSteps = (int)Math.Min(MaxSteps, (long)MaxStepsPerNode * (1 + (length / SmallestNode)));
        CheckVersions(reader.Metadata);
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
        return new(description, CountryTables.Build(ipv4, ipv6));
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
        for (var steps = 0; steps < _maxSteps; steps++)
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

        throw new CountryFileException(
            _maxSteps < MaxSteps
                ? $"its tree is damaged: it has more than {_maxSteps} networks, which a file of its length can't hold"
                : $"it has more than {CountryFile.MaxNetworks} networks");
    }

    /// <summary>The reader goes by whatever it finds.</summary>
    private static void CheckVersions(Metadata metadata)
    {
        if (metadata.BinaryFormatMajorVersion != 2)
        {
            throw new CountryFileException($"its format is of version {metadata.BinaryFormatMajorVersion}, and 2 is read");
        }

        if (metadata.IPVersion is not (4 or 6))
        {
            throw new CountryFileException($"it is for IP version {metadata.IPVersion}, and 4 and 6 are read");
        }
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
