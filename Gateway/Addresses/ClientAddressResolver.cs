using System.Net;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Addresses;

/// <summary>
/// Tells a client's address: that of the connection, or, if a trusted proxy holds the connection, the right-most entry of
/// <c>X-Forwarded-For</c> that no trusted proxy wrote for another trusted proxy.
/// </summary>
/// <remarks>
/// Read right to left because each proxy appends on the right what it saw; everything left of the first untrusted entry was written by
/// the client. ASP.NET's ForwardedHeaders goes the same way, but takes "1" and "0x7f.1" for addresses, trusts everyone when its lists are
/// empty, and gives the proxy's own address to a client it can't read, which makes one visitor of many.
/// </remarks>
internal sealed class ClientAddressResolver(IReadOnlyList<IPNetwork> trusted, int hopLimit)
{
    // A longer chain is no chain of proxies but somebody's text.
    private const int MaxEntries = 32;

    /// <returns>The client's address; null when a trusted proxy names the client in a form that is no address.</returns>
    public NetworkAddress? Resolve(IPAddress peer, StringValues forwardedFor)
    {
        var address = NetworkAddress.From(peer);
        if (trusted.Count == 0 || forwardedFor.Count == 0 || !IsTrusted(peer))
        {
            return address;
        }

        var entries = 0;
        var hops = 1;
        for (var line = forwardedFor.Count - 1; line >= 0; line--)
        {
            var rest = forwardedFor[line].AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.LastIndexOf(',');
                var entry = rest[(comma + 1)..].Trim(" \t");
                rest = comma < 0 ? [] : rest[..comma];
                if (++entries > MaxEntries || !TryReadEntry(entry, out address))
                {
                    return null;
                }

                if (hops == hopLimit || !IsTrusted(address.ToIPAddress()))
                {
                    return address;
                }

                hops++;
            }
        }

        return entries == 0 ? null : address;
    }

    /// <summary>Whether this peer may say for whom it asks.</summary>
    public bool IsTrusted(IPAddress address)
    {
        var canonical = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in trusted)
        {
            if (network.Contains(canonical))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Some proxies add the port: <c>192.0.2.1:443</c>, <c>[2001:db8::1]:443</c>.</summary>
    private static bool TryReadEntry(ReadOnlySpan<char> entry, out NetworkAddress address)
    {
        if (entry.StartsWith('['))
        {
            var end = entry.IndexOf(']');
            address = default;
            return end > 0
                && entry[1..end].Contains(':')
                && (end == entry.Length - 1 || (entry[end + 1] == ':' && IsPort(entry[(end + 2)..])))
                && NetworkAddress.TryParse(entry[1..end], out address);
        }

        var colon = entry.IndexOf(':');
        if (colon >= 0 && colon == entry.LastIndexOf(':') && entry[..colon].Contains('.'))
        {
            address = default;
            return IsPort(entry[(colon + 1)..]) && NetworkAddress.TryParse(entry[..colon], out address);
        }

        return NetworkAddress.TryParse(entry, out address);
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length is >= 1 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
