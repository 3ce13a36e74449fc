using System.Net;

namespace Affluence.Gateway.Addresses;

/// <summary>Addresses that no visitor from the internet has: loopback, link-local, private (RFC 1918, RFC 4193) and shared (RFC 6598).</summary>
internal static class PrivateNetworks
{
    public static IReadOnlyList<IPNetwork> All { get; } =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool Contain(NetworkAddress address) => Contain(All, address);

    public static bool Contain(IReadOnlyList<IPNetwork> networks, NetworkAddress address)
    {
        var canonical = address.ToIPAddress();
        foreach (var network in networks)
        {
            if (network.Contains(canonical))
            {
                return true;
            }
        }

        return false;
    }
}
