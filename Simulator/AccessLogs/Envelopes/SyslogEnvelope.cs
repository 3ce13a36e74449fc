namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>
/// Syslog: <c>Sep 20 12:00:00 web1 nginx[7]: …</c> (RFC 3164, and journalctl), with an ISO time as rsyslog writes it, or
/// <c>&lt;190&gt;1 2026-09-20T12:00:00Z web1 nginx 7 - - …</c> (RFC 5424).
/// </summary>
internal sealed class SyslogEnvelope : LineEnvelope
{
    private const int BsdTimeLength = 15;

    public override string Name => "syslog";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        (start, length) = (0, 0);
        var frame = FrameLength(line);
        var at = frame + PriorityLength(line[frame..]);
        var rest = line[at..];
        if (rest.StartsWith("1 "u8) && (IsIso(rest[2..]) || (at > frame && rest[2..].StartsWith("- "u8))))
        {
            return TryOpen5424(line, at + 2, out start, out length);
        }

        var words = new Words(rest);
        if (rest.Length > BsdTimeLength && LogTime.Month(rest[..3]) > 0 && rest[9] == ':' && rest[12] == ':')
        {
            for (var part = 0; part < 3; part++)
            {
                words.Next();
            }
        }
        else if (!IsIso(words.Next()))
        {
            return false;
        }

        // A tag ends with a colon; nginx' nohostname, Docker's driver and some devices leave out the host before it.
        if (words.Next() is not [.., (byte)':'] && words.Next() is not [.., (byte)':'])
        {
            return false;
        }

        start = at + words.At;
        length = line.Length - start;
        return length > 0;
    }

    private static bool TryOpen5424(Span<byte> line, int at, out int start, out int length)
    {
        var words = new Words(line[at..]);
        for (var header = 0; header < 5; header++)
        {
            words.Next();
        }

        start = at + words.At;
        var rest = line[Math.Min(start, line.Length)..];
        var end = rest is [(byte)'-', (byte)' ', ..] ? 2 : DataLength(rest) + 1;
        start += end;
        if (line[Math.Min(start, line.Length)..].StartsWith("\uFEFF"u8))
        {
            start += "\uFEFF"u8.Length;
        }

        length = line.Length - start;
        return end > 1 && length > 0;
    }

    /// <summary>Of structured data, as <c>[origin ip="192.0.2.9"][x@1 text="a \] b"]</c>: a bracket within a value is escaped, or stands between quotes.</summary>
    private static int DataLength(ReadOnlySpan<byte> text)
    {
        var (at, isQuoted) = (0, false);
        for (var isInside = false; at < text.Length; at++)
        {
            if (!isInside && text[at] != '[')
            {
                break;
            }

            isInside = isQuoted || text[at] != ']';
            isQuoted ^= text[at] == '"';
            at += isQuoted && text[at] == '\\' ? 1 : 0;
        }

        return at < text.Length && text[at] == ' ' ? at : 0;
    }

    /// <summary>Of the length that stands before each message where they come over TCP (RFC 6587): <c>187 &lt;190&gt;1 …</c>.</summary>
    private static int FrameLength(ReadOnlySpan<byte> line)
    {
        var digits = line.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits is > 0 and < 7 && line[digits..].StartsWith(" <"u8) ? digits + 1 : 0;
    }

    private static int PriorityLength(ReadOnlySpan<byte> line)
    {
        var end = line is [(byte)'<', ..] ? line[..Math.Min(line.Length, 5)].IndexOf((byte)'>') : -1;
        return end > 1 && !line[1..end].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? end + 1 : 0;
    }

    private static bool IsIso(ReadOnlySpan<byte> text) => text.Length > 19 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':';
}
