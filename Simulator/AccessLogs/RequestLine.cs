using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Takes <c>GET /en?x=1 HTTP/1.1</c> apart, and gives of its target what the gateway would have for path.</summary>
internal static class RequestLine
{
    public const int MaxMethodLength = 20;

    /// <summary>False if this is no request that a site would be asked with: no HTTP, or a method of proxies.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        var space = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (space < 1 || last == space || !line[(last + 1)..].StartsWith("HTTP/"u8))
        {
            method = target = default;
            return false;
        }

        method = line[..space];
        target = line[(space + 1)..last];
        return IsSitesMethod(method);
    }

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
