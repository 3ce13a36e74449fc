using System.Globalization;

namespace Affluence;

/// <summary>Addresses of one family from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct AddressRange(NetworkAddress First, NetworkAddress Last)
{
    /// <summary>One less than the number of addresses, since all of IPv6 has 2^128.</summary>
    public UInt128 Span => Last.Value - First.Value;

    /// <param name="address">Any address of the network; the bits behind the prefix are cleared.</param>
    /// <param name="prefixLength">0 to 32 for an IPv4 address, 0 to 128 for an IPv6 one.</param>
    public static AddressRange OfNetwork(NetworkAddress address, int prefixLength)
    {
        var hostBits = (address.IsIPv4 ? 32 : 128) - prefixLength;
        var hostMask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        return new(new(address.Value & ~hostMask), new(address.Value | hostMask));
    }

    public bool Contains(NetworkAddress address) => address >= First && address <= Last;

    public bool Holds(AddressRange other) => Contains(other.First) && Contains(other.Last);

    /// <summary>The largest network in CIDR form that holds the address and lies in this range.</summary>
    public string NetworkOf(NetworkAddress address)
    {
        var bits = address.IsIPv4 ? 32 : 128;
        // Nothing shorter fits by its size alone; a network of one address always fits.
        for (var prefixLength = bits - Math.Min(bits, BitLength(Span)); ; prefixLength++)
        {
            var network = OfNetwork(address, prefixLength);
            if (network.First >= First && network.Last <= Last)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{network.First}/{prefixLength}");
            }
        }
    }

    private static int BitLength(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);
}
