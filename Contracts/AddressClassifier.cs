using System.Net;

namespace Affluence;

/// <summary>What an address is by the rules of the Internet, before any country file is asked.</summary>
public static class AddressClassifier
{
    // 2000::/3 is all of IPv6 that is handed out as global unicast (iana.org/assignments/ipv6-address-space); the rest is reserved,
    // which covers ::, ::1, 100::/64, 5f00::/16, fc00::/7, fe80::/10, ff00::/8 and what has no use yet.
    private static readonly AddressRange[] IPv6Reserved =
    [
        new(default, new(Parse("2000::").Value - 1)),
        // IETF protocol assignments: benchmarking, ORCHIDs, anycast services. Some are reachable from anywhere, none is in a country.
        Network("2001::/23"),
        Network("2001:db8::/32"),
        // 6to4: asked for by the IPv4 address it carries, so nothing is found under it.
        Network("2002::/16"),
        Network("3fff::/20"),
        new(Parse("4000::"), Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
    ];

    // iana.org/assignments/iana-ipv4-special-registry (RFC 6890 and its updates) with multicast and the former class E.
    private static readonly AddressRange[] IPv4Reserved =
    [
        Network("0.0.0.0/8"),
        Network("10.0.0.0/8"),
        Network("100.64.0.0/10"),
        Network("127.0.0.0/8"),
        Network("169.254.0.0/16"),
        Network("172.16.0.0/12"),
        Network("192.0.0.0/24"),
        Network("192.0.2.0/24"),
        Network("192.88.99.0/24"),
        Network("192.168.0.0/16"),
        Network("198.18.0.0/15"),
        Network("198.51.100.0/24"),
        Network("203.0.113.0/24"),
        Network("224.0.0.0/4"),
        Network("240.0.0.0/4"),
    ];

    private static readonly AddressRange[] Private =
    [
        Network("10.0.0.0/8"),
        Network("100.64.0.0/10"),
        Network("127.0.0.0/8"),
        Network("169.254.0.0/16"),
        Network("172.16.0.0/12"),
        Network("192.168.0.0/16"),
        Network("::1/128"),
        Network("fc00::/7"),
        Network("fe80::/10"),
    ];

    /// <summary>
    /// Ranges for which no country can be told, in ascending order, IPv4 ones in mapped form. The IPv6 ones span the forms that carry
    /// an IPv4 address: apply <see cref="Carried"/> first.
    /// </summary>
    public static IReadOnlyList<AddressRange> Reserved(bool ipv4) => ipv4 ? IPv4Reserved : IPv6Reserved;

    /// <summary>Whether IANA reserves the address, or the IPv4 address that it carries.</summary>
    public static bool IsReserved(NetworkAddress address)
    {
        var carried = Carried(address);
        return Array.Exists(carried.IsIPv4 ? IPv4Reserved : IPv6Reserved, range => range.Contains(carried));
    }

    /// <summary>Whether the address is one of a network of somebody's own: private, shared, link-local or loopback.</summary>
    public static bool IsPrivate(NetworkAddress address) => Array.Exists(Private, range => range.Contains(address));

    /// <summary>
    /// The IPv4 address inside a 6to4 (2002::/16, RFC 3056), Teredo (2001::/32, RFC 4380: the client's, inverted) or NAT64
    /// (64:ff9b::/96, RFC 6052) address; any other address as it is. IPv4-mapped is how <see cref="NetworkAddress"/> writes IPv4 anyway.
    /// </summary>
    public static NetworkAddress Carried(NetworkAddress address)
    {
        var high = address.High;
        return (high >> 48) switch
        {
            0x2002 => NetworkAddress.FromIPv4((uint)(high >> 16)),
            0x2001 when high >> 32 == 0x2001_0000 => NetworkAddress.FromIPv4(~address.IPv4),
            0x0064 when high == 0x0064_ff9b_0000_0000 && address.Low >> 32 == 0 => NetworkAddress.FromIPv4(address.IPv4),
            _ => address,
        };
    }

    private static NetworkAddress Parse(string text) => NetworkAddress.From(IPAddress.Parse(text));

    private static AddressRange Network(string cidr)
    {
        var network = IPNetwork.Parse(cidr);
        return AddressRange.OfNetwork(NetworkAddress.From(network.BaseAddress), network.PrefixLength);
    }
}
