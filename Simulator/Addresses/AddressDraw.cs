namespace Affluence.Simulator.Addresses;

/// <summary>Draws addresses from the real networks of countries. No IPv4 address and no IPv6 /64 is drawn twice.</summary>
public sealed class AddressDraw(CountryNetworks networks, Random random)
{
    private const int Attempts = 200;

    private readonly HashSet<NetworkAddress> _drawn = [];

    /// <exception cref="UnusableArgumentException">The country has too few addresses.</exception>
    public NetworkAddress Draw(CountryCode country)
    {
        var ipv6First = CountryNetworks.DrawIsIPv6(random);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // A small country runs out of one family before the other.
            var ipv6 = attempt < Attempts / 2 ? ipv6First : !ipv6First;
            if (networks.TryDraw(country, ipv6, random) is { } address && _drawn.Add(address.Subscriber))
            {
                return address;
            }
        }

        throw new UnusableArgumentException($"--mix: {country} has too few addresses for so many visitors.");
    }
}
