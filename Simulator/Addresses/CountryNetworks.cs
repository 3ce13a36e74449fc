using Affluence.CountryFiles;

namespace Affluence.Simulator.Addresses;

/// <summary>
/// The real networks of countries, to draw addresses from: IPv4 evenly over a country's addresses; one in five is IPv6, where a network is
/// drawn first, since a few hold nearly all addresses. What is drawn depends on the dataset and the random numbers alone.
/// </summary>
public sealed class CountryNetworks
{
    private const int OneInIsIPv6 = 5;

    // 3000::/5 is global unicast that IANA has given to nobody, so no dataset places it.
    private const ulong UnassignedPrefix = 0x3000_0000_0000_0000;
    private const ulong UnassignedMask = 0x07ff_ffff_ffff_ffff;

    private readonly AddressRange[][] _ipv4;
    private readonly AddressRange[][] _ipv6;
    private readonly long[][] _ipv4Ends;

    public CountryNetworks(CountryDataset dataset)
    {
        var ranges = dataset.Ranges.ToLookup(range => (range.Country.Index, range.Range.First.IsIPv4), range => range.Range);
        _ipv4 = [.. CountryCode.All.Select(country => ranges[(country.Index, true)].ToArray())];
        // A /64 is one household or host, so a network smaller than that is no place to draw from.
        _ipv6 = [.. CountryCode.All.Select(country => ranges[(country.Index, false)].Where(range => range.Span >= ulong.MaxValue).ToArray())];
        _ipv4Ends = [.. _ipv4.Select(networks => RunningTotal.Of(networks, range => (long)range.Span + 1))];
    }

    /// <summary>Countries that are none of those given, weighted by IPv4 address space.</summary>
    public CountryDraw Others(IReadOnlySet<CountryCode> except) => new(
        [.. CountryCode.All.Where(country => !country.IsUnknown && !except.Contains(country))],
        country => _ipv4Ends[country.Index] is [.., var addresses] ? addresses : 0);

    /// <summary>An address of the country. The same one may be drawn again.</summary>
    /// <param name="country">Unknown gives a public address that no dataset holds.</param>
    /// <exception cref="UnusableArgumentException">The dataset has no network of the country.</exception>
    public NetworkAddress Draw(CountryCode country, Random random)
    {
        if (country.IsUnknown)
        {
            return new NetworkAddress(UnassignedPrefix | ((ulong)random.NextInt64(long.MaxValue) & UnassignedMask), (ulong)random.NextInt64(long.MaxValue));
        }

        var ipv6 = DrawIsIPv6(random);
        return TryDraw(country, ipv6, random)
            ?? TryDraw(country, !ipv6, random)
            ?? throw new UnusableArgumentException($"The country file has no network of {country}.");
    }

    public static bool DrawIsIPv6(Random random) => random.Next(OneInIsIPv6) == 0;

    /// <summary>Null if the country has no network of that family.</summary>
    public NetworkAddress? TryDraw(CountryCode country, bool ipv6, Random random) =>
        ipv6 ? DrawIPv6(_ipv6[country.Index], random) : DrawIPv4(country, random);

    private NetworkAddress? DrawIPv4(CountryCode country, Random random)
    {
        var ends = _ipv4Ends[country.Index];
        if (ends.Length == 0)
        {
            return null;
        }

        var position = random.NextInt64(ends[^1]);
        var index = RunningTotal.IndexOf(ends, position);
        return new NetworkAddress(_ipv4[country.Index][index].Last.Value - (UInt128)(ends[index] - 1 - position));
    }

    private static NetworkAddress? DrawIPv6(AddressRange[] ranges, Random random)
    {
        if (ranges.Length == 0)
        {
            return null;
        }

        var range = ranges[random.Next(ranges.Length)];
        var offset = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
        return new NetworkAddress(range.First.Value + (range.Span == UInt128.MaxValue ? offset : offset % (range.Span + 1)));
    }
}
