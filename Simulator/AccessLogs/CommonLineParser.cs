using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads the formats of Apache httpd and nginx:
/// <c>192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "https://example.org/" "Mozilla/5.0 …"</c>, without the last two
/// or after a virtual host. What follows is left unread, since many add fields of their own.
/// </summary>
internal sealed class CommonLineParser(HitClassifier classifier, bool hasVhost, bool hasUserAgent) : LineParser(classifier)
{
    private const int StatusLength = 3;

    /// <summary>From the bracket before the time to the quote before the request.</summary>
    private const int TimeFieldLength = LogTime.CommonLength + 4;

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        if (line.IsEmpty)
        {
            fault = default;
            return LineKind.Nothing;
        }

        var clientStart = hasVhost ? line.IndexOf((byte)' ') + 1 : 0;
        var clientLength = line[clientStart..].IndexOf((byte)' ');
        if ((hasVhost && clientStart == 0) || clientLength < 1)
        {
            return Bad(1, "there are no fields", out fault);
        }

        var request = new LoggedRequest { Client = line.Slice(clientStart, clientLength) };
        var at = FindTime(line, clientStart + clientLength, ref request.Seconds);
        if (at < 0)
        {
            return Bad(clientStart + clientLength + 2, "there is no time as [08/Nov/2016:23:00:00 -0500] before a quote", out fault);
        }

        var length = EscapedText.LengthBeforeQuote(line[at..]);
        if (length < 0)
        {
            return Bad(at + 1, "the request has no closing quote", out fault);
        }

        var (requestStart, requestLength) = (at, length);
        at += length + 2;
        request.Status = at + StatusLength <= line.Length ? ReadStatus(line.Slice(at, StatusLength)) : -1;
        if (request.Status < 0 || (at + StatusLength < line.Length && line[at + StatusLength] != ' '))
        {
            return Bad(Math.Min(at, line.Length) + 1, "the status is no number from 100 to 599", out fault);
        }

        at += StatusLength;
        if (hasUserAgent)
        {
            if (!TryFindUserAgent(line, at, out request.UserAgentStart, out length))
            {
                return Bad(Math.Min(at, line.Length - 1) + 1, "there is no referrer and user agent in quotes", out fault);
            }

            length = EscapedText.Unescape(line.Slice(request.UserAgentStart, length));
            request.UserAgent = line.Slice(request.UserAgentStart, length);
        }

        requestLength = EscapedText.Unescape(line.Slice(requestStart, requestLength));
        RequestLine.TrySplit(line.Slice(requestStart, requestLength), out request.Method, out request.Target);
        return Read(request, out entry, out fault);
    }

    /// <summary>
    /// Where the request begins, behind the time's bracket and a quote; below 0 if nowhere. A user name (the field before) is the
    /// client's to invent and may hold brackets, but no quote that is not escaped.
    /// </summary>
    private static int FindTime(ReadOnlySpan<byte> line, int from, ref long seconds)
    {
        while (true)
        {
            var bracket = line[from..].IndexOf((byte)'[');
            if (bracket < 0)
            {
                return -1;
            }

            from += bracket + 1;
            if (line.Length - from >= TimeFieldLength - 1
                && line[from - 2] == ' '
                && line.Slice(from + LogTime.CommonLength, 3).SequenceEqual("] \""u8)
                && LogTime.TryParseCommon(line.Slice(from, LogTime.CommonLength), out seconds))
            {
                return from + TimeFieldLength - 1;
            }
        }
    }

    private static bool TryFindUserAgent(ReadOnlySpan<byte> line, int from, out int start, out int length)
    {
        start = length = 0;

        // Behind the space before the size, which is a number or "-".
        var quote = from < line.Length ? line[from..].IndexOf((byte)'"') : -1;
        if (quote < 0)
        {
            return false;
        }

        var referrer = from + quote + 1;
        var referrerLength = EscapedText.LengthBeforeQuote(line[referrer..]);
        if (referrerLength < 0 || !line[(referrer + referrerLength)..].StartsWith("\" \""u8))
        {
            return false;
        }

        start = referrer + referrerLength + 3;
        length = EscapedText.LengthBeforeQuote(line[start..]);
        return length >= 0;
    }
}
