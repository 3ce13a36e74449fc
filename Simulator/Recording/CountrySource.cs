using Affluence.Hits;

namespace Affluence.Simulator.Recording;

/// <summary>Asks GeoService for countries, and remembers the latest answers.</summary>
internal sealed class CountrySource(CountryQueries queries)
{
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

        var countries = new CountryCode[unknown.Count];
        await queries.LocateAsync(unknown.ToArray(), countries, cancellationToken);
        foreach (var (index, address) in unknown.Index())
        {
            _known[address] = countries[index];
        }
    }
}
