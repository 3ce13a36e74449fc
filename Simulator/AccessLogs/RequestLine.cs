using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Takes <c>GET /en?x=1 HTTP/1.1</c> apart, and gives of its target what the gateway would have for path.</summary>
internal static class RequestLine
{
    public const int MaxMethodLength = 20;

    /// <summary>
    /// Takes a request line apart, or what some log in its place: without the protocol, or the target alone. False if it is none that a site would
    /// be asked with: no HTTP, or a method of proxies.
    /// </summary>
    /// <param name="method">GET where it is not told.</param>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        method = target = default;
        var last = line.LastIndexOf((byte)' ');
        var hasProtocol = last > 0 && line[(last + 1)..].StartsWith("HTTP/"u8);
        var rest = hasProtocol ? line[..last] : line;
        if (IsTarget(rest) && !rest.Contains((byte)' '))
        {
            method = "GET"u8;
            target = rest;
            return true;
        }

        var space = rest.IndexOf((byte)' ');
        if (space < 1 || (!hasProtocol && (!IsTarget(rest[(space + 1)..]) || space != last)))
        {
            return false;
        }

        method = rest[..space];
        target = rest[(space + 1)..];
        return IsSitesMethod(method);
    }

    private static bool IsTarget(ReadOnlySpan<byte> text) => text is [(byte)'/', ..] || text.StartsWith("http://"u8) || text.StartsWith("https://"u8);

    public static bool IsSitesMethod(ReadOnlySpan<byte> method) =>
        method.Length is > 0 and <= MaxMethodLength
        && !method.ContainsAnyExceptInRange((byte)'A', (byte)'Z')
        && !method.SequenceEqual("CONNECT"u8)
        && !method.SequenceEqual("TRACE"u8);

    /// <summary>Writes the path, decoded (but for <c>%2F</c>, as Kestrel does it) and without the query.</summary>
    /// <param name="target">As sent; in absolute form too.</param>
    /// <param name="path">Room for as many characters.</param>
    /// <returns>Its length; below 0 if it is no target that a site is asked for.</returns>
    public static int ReadPath(ReadOnlySpan<byte> target, Span<char> path)
    {
        if (target is [(byte)'*'])
        {
            path[0] = '*';
            return 1;
        }

        if (target.IsEmpty || target[0] != '/')
        {
            var scheme = target.IndexOf("://"u8);
            if (scheme is not (4 or 5))
            {
                return -1;
            }

            target = target[(scheme + "://".Length)..];
            var slash = target.IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[slash..];
        }

        var query = target.IndexOf((byte)'?');
        target = query < 0 ? target : target[..query];
        if (!target.Contains((byte)'%'))
        {
            return Encoding.Latin1.GetChars(target, path);
        }

        var length = 0;
        for (var from = 0; from < target.Length; length++)
        {
            if (target[from] == '%' && from + 2 < target.Length && HexDigits.TryRead(target[from + 1], target[from + 2], out var value) && value != '/')
            {
                path[length] = (char)value;
                from += 3;
            }
            else
            {
                path[length] = (char)target[from++];
            }
        }

        return length;
    }
}
