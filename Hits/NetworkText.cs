using System.Net;

namespace Affluence.Hits;

/// <summary>Networks as they are written in settings: <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>.</summary>
public static class NetworkText
{
    /// <summary>
    /// Reads CIDR notation in which no bit of the host is set. <see cref="IPNetwork"/> alone would read "10.0.0.1/8" as all of 10.0.0.0/8, where
    /// one address was perhaps meant, "10/8" as 0.0.0.0/8, and take a mapped network in which no address ever is.
    /// </summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && NetworkAddress.TryParse(text.AsSpan(0, slash), out var address)
            && IPNetwork.TryParse(text, out network)
            && !network.BaseAddress.IsIPv4MappedToIPv6
            && network.BaseAddress.Equals(address.ToIPAddress());
    }

    /// <exception cref="FormatException">The text is no network.</exception>
    public static IPNetwork Parse(string text) =>
        TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is no network in CIDR form without host bits.");
}
