using Affluence.Geo;

namespace Affluence.Simulator.Addresses;

/// <summary>
/// Draws addresses from the real networks of countries, each evenly over the country's IPv4 addresses; one in five is IPv6, where a network
/// is drawn first, since a few hold nearly all addresses. No IPv4 address and no IPv6 /64 is drawn twice.
/// </summary>
public sealed class AddressDraw
{
    private const int OneInIsIPv6 = 5;
    private const int Attempts = 200;

    private readonly Random _random;
    private readonly HashSet<UInt128> _drawn = [];
    private readonly AddressRange[][] _ipv4;
    private readonly AddressRange[][] _ipv6;
    private readonly long[][] _ipv4Ends;

    public AddressDraw(CountryDataset dataset, Random random)
    {
        _random = random;
        var ranges = dataset.Ranges.ToLookup(range => (range.Country.Index, range.Range.First.IsIPv4), range => range.Range);
        _ipv4 = [.. CountryCode.All.Select(country => ranges[(country.Index, true)].ToArray())];
        // A /64 is one household or host, so a network smaller than that is no place to draw from.
        _ipv6 = [.. CountryCode.All.Select(country => ranges[(country.Index, false)].Where(range => range.Span >= ulong.MaxValue).ToArray())];
        _ipv4Ends = [.. _ipv4.Select(RunningTotal)];
    }

    /// <summary>A country that is none of those given, in proportion to IPv4 address space.</summary>
    public CountryCode DrawCountry(IReadOnlySet<CountryCode> except)
    {
        var others = CountryCode.All.Where(country => !country.IsUnknown && !except.Contains(country)).ToArray();
        var ends = RunningTotal(others, country => _ipv4Ends[country.Index] is [.., var addresses] ? addresses : 0);
        return ends is [.., > 0]
            ? others[IndexOf(ends, _random.NextInt64(ends[^1]))]
            : throw new UnusableArgumentException("--mix: no other country has addresses.");
    }

    /// <exception cref="UnusableArgumentException">The country has too few addresses.</exception>
    public NetworkAddress Draw(CountryCode country)
    {
        var ipv6First = _random.Next(OneInIsIPv6) == 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // A small country runs out of one family before the other.
            var ipv6 = attempt < Attempts / 2 ? ipv6First : !ipv6First;
            if ((ipv6 ? DrawIPv6(_ipv6[country.Index]) : DrawIPv4(country)) is { } address
                && _drawn.Add(ipv6 ? address.Value >> 64 : address.Value))
            {
                return address;
            }
        }

        throw new UnusableArgumentException($"--mix: {country} has too few addresses for so many visitors.");
    }

    private NetworkAddress? DrawIPv4(CountryCode country)
    {
        var ends = _ipv4Ends[country.Index];
        if (ends.Length == 0)
        {
            return null;
        }

        var position = _random.NextInt64(ends[^1]);
        var index = IndexOf(ends, position);
        return new NetworkAddress(_ipv4[country.Index][index].Last.Value - (UInt128)(ends[index] - 1 - position));
    }

    private NetworkAddress? DrawIPv6(AddressRange[] ranges)
    {
        if (ranges.Length == 0)
        {
            return null;
        }

        var range = ranges[_random.Next(ranges.Length)];
        var offset = new UInt128((ulong)_random.NextInt64(), (ulong)_random.NextInt64(long.MinValue, long.MaxValue));
        return new NetworkAddress(range.First.Value + (range.Span == UInt128.MaxValue ? offset : offset % (range.Span + 1)));
    }

    private static long[] RunningTotal(AddressRange[] ranges) => RunningTotal(ranges, range => (long)range.Span + 1);

    private static long[] RunningTotal<T>(T[] items, Func<T, long> sizeOf)
    {
        var ends = new long[items.Length];
        long total = 0;
        for (var index = 0; index < items.Length; index++)
        {
            ends[index] = total += sizeOf(items[index]);
        }

        return ends;
    }

    /// <summary>Which item a position lies in, given where each ends.</summary>
    private static int IndexOf(long[] ends, long position)
    {
        var index = Array.BinarySearch(ends, position + 1);
        if (index < 0)
        {
            return ~index;
        }

        // Items of no size end where the one before does.
        while (index > 0 && ends[index - 1] == ends[index])
        {
            index--;
        }

        return index;
    }
}
