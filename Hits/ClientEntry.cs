namespace Affluence.Hits;

/// <summary>Reads one entry of <c>X-Forwarded-For</c>: an address, or one with a port as some proxies add it.</summary>
public static class ClientEntry
{
    /// <param name="entry"><c>192.0.2.1</c>, <c>192.0.2.1:443</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]</c> or <c>[2001:db8::1]:443</c>.</param>
    public static bool TryRead(ReadOnlySpan<char> entry, out NetworkAddress address)
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
