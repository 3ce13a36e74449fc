using Affluence.Geo.V1;
using Affluence.Hits;
using Google.Protobuf;

namespace Affluence.Simulator.Recording;

/// <summary>Asks GeoService for countries, and remembers the latest answers.</summary>
internal sealed class CountrySource(GeolocationService.GeolocationServiceClient geo, ServiceCalls calls, string name)
{
    /// <summary>The contract's limit for one call.</summary>
    private const int MaxAddresses = 65_536;

    /// <summary>Some 40 MB. The simplest bound will do: when there are more all are forgotten, and asked for again as they come.</summary>
    private const int Remembered = 1 << 20;

    private readonly Dictionary<NetworkAddress, CountryCode> _known = [];

    /// <returns>In the order of the addresses.</returns>
    public async Task<CountryCode[]> LocateAsync(IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken)
    {
        await LearnAsync(addresses, cancellationToken);
        return [.. addresses.Select(address => _known[address])];
    }

    /// <returns>In the order of the hits; unknown for those without an address.</returns>
    public async Task<CountryCode[]> LocateAsync(IReadOnlyList<Hit> hits, CancellationToken cancellationToken)
    {
        await LearnAsync(hits.Select(hit => hit.Address).OfType<NetworkAddress>(), cancellationToken);
        return [.. hits.Select(hit => hit.Address is { } address ? _known[address] : CountryCode.Unknown)];
    }

    private async Task LearnAsync(IEnumerable<NetworkAddress> addresses, CancellationToken cancellationToken)
    {
        var wanted = addresses.ToHashSet();
        var unknown = wanted.Where(address => !_known.ContainsKey(address)).ToList();
        if (_known.Count + unknown.Count > Remembered)
        {
            _known.Clear();
            unknown = [.. wanted];
        }

        foreach (var part in unknown.Chunk(MaxAddresses))
        {
            await AskAsync(part, cancellationToken);
        }
    }

    private async Task AskAsync(NetworkAddress[] addresses, CancellationToken cancellationToken)
    {
        var bytes = new byte[addresses.Length * NetworkAddress.Size];
        for (var index = 0; index < addresses.Length; index++)
        {
            addresses[index].Write(bytes.AsSpan(index * NetworkAddress.Size));
        }

        var request = new LocateManyRequest { Addresses = UnsafeByteOperations.UnsafeWrap(bytes) };
        var response = await calls.AskAsync(name, options => geo.LocateManyAsync(request, options), cancellationToken);
        if (response.CountryCodes.Length != addresses.Length * 2)
        {
            throw new RecordingException($"{name} answered {response.CountryCodes.Length} bytes of country codes for {addresses.Length} addresses.");
        }

        for (var index = 0; index < addresses.Length; index++)
        {
            _known[addresses[index]] = CountryCode.TryParse(response.CountryCodes.Span.Slice(index * 2, 2), out var country)
                ? country
                : throw new RecordingException($"{name} answered something that is no country code.");
        }
    }
}
