using System.Globalization;
using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads the formats of Apache httpd and nginx:
/// <c>192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "https://example.org/" "Mozilla/5.0 …"</c>, without the last two,
/// after a virtual host, or before X-Forwarded-For. What follows is left unread, since many add fields of their own.
/// </summary>
internal sealed class CommonLineParser(ReadingRules rules, CommonParts parts) : LineParser(rules)
{
    /// <summary>From the bracket before the time to the quote before the request.</summary>
    private const int TimeFieldLength = LogTime.CommonLength + 4;

    private readonly bool _hasVhost = parts.HasFlag(CommonParts.Vhost);
    private readonly bool _hasUserAgent = parts.HasFlag(CommonParts.UserAgent);
    private readonly bool _hasForwardedFor = parts.HasFlag(CommonParts.ForwardedFor);
    private readonly CommonFields? _fields = rules.ClientField is null ? null : new CommonFields();
    private readonly int _clientField = rules.ClientField is { } field && int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        if (line.IsEmpty)
        {
            fault = default;
            return LineKind.Nothing;
        }

        var clientStart = _hasVhost ? line.IndexOf((byte)' ') + 1 : 0;
        var clientLength = line[clientStart..].IndexOf((byte)' ');
        if ((_hasVhost && clientStart == 0) || clientLength < 1)
        {
            return Bad(1, "there are no fields", out fault);
        }

        if (_hasVhost && (line[0] == '<' || LoggedClient.IsOne(line[..(clientStart - 1)])))
        {
            return Bad(1, "what stands where the virtual host should is none", out fault);
        }

        var request = default(LoggedRequest);
        var headEnd = clientStart + clientLength;
        var at = FindTime(line, headEnd, ref request.Seconds, out var bracket);
        if (at < 0)
        {
            fault = bracket >= 0 ? LineFault.NoOffset : default;
            return bracket >= 0 ? LineKind.Bad : Bad(headEnd + 2, "there is no time as [08/Nov/2016:23:00:00 -0500] before a quote", out fault);
        }

        if (_fields is not null && !ReadChosen(line, ref request))
        {
            return Bad(line.Length, $"there is no field {Rules.ClientField}", out fault);
        }

        request.Client = ClientIn(line[clientStart..(bracket - 1)], clientLength);
        var length = EscapedText.LengthBeforeQuote(line[at..]);
        if (length < 0)
        {
            return Bad(at + 1, "the request has no closing quote", out fault);
        }

        var (requestStart, requestLength) = (at, length);
        request.RequestColumn = at + 1;
        at += length + 2;
        var (targetStart, targetLength) = ReadTargetApart(line, requestStart, requestLength, ref at);
        var statusLength = at < line.Length ? line[at..].IndexOf((byte)' ') : -1;
        statusLength = statusLength < 0 ? Math.Max(0, line.Length - at) : statusLength;
        request.Status = at < line.Length ? ReadStatus(line.Slice(at, statusLength)) : -1;
        if (request.Status < 0)
        {
            return Bad(Math.Min(at, line.Length) + 1, "the status is no number from 100 to 599", out fault);
        }

        at += statusLength;
        if (_hasUserAgent)
        {
            if (!TryFindUserAgent(line, at, out request.UserAgentStart, out length))
            {
                return Bad(Math.Min(at, line.Length - 1) + 1, "there is no referrer and user agent in quotes", out fault);
            }

            if (_hasForwardedFor && !TryReadForwardedFor(line, request.UserAgentStart + length + 1, ref request))
            {
                return Bad(request.UserAgentStart + length + 2, "there is no X-Forwarded-For in quotes, alone", out fault);
            }

            length = EscapedText.Unescape(line.Slice(request.UserAgentStart, length));
            request.UserAgent = line.Slice(request.UserAgentStart, length);
        }

        requestLength = EscapedText.Unescape(line.Slice(requestStart, requestLength));
        if (targetLength < 0)
        {
            RequestLine.TrySplit(line.Slice(requestStart, requestLength), out request.Method, out request.Target);
        }
        else
        {
            request.Method = line.Slice(requestStart, requestLength);
            request.Target = line.Slice(targetStart, EscapedText.Unescape(line.Slice(targetStart, targetLength)));
        }

        return Read(request, out entry, out fault);
    }

    public override bool MayHave(string field) => _clientField > 0 || (_hasForwardedFor && FieldName.Of(field) == FieldName.ForwardedFor);

    public override IReadOnlyList<LogColumn> ColumnsOf(ReadOnlySpan<byte> line)
    {
        var fields = new CommonFields();
        fields.Split(line);
        var client = _hasVhost ? 2 : 1;
        while (client < fields.Count && fields.TextOf(client) == "-" && LoggedClient.IsAddressOrList(fields.TextOf(client + 1)))
        {
            client++;
        }

        var readsForwardedFor = Rules.Proxies is { TrustsNobody: false };

        // Addresses side by side in the client's place are one list.
        var lastRead = client;
        while (readsForwardedFor && lastRead < fields.Count && LoggedClient.IsAddressOrList(fields.TextOf(lastRead + 1)))
        {
            lastRead++;
        }

        var lastFree = UserAgentColumn.LastOfClients(fields);
        return
        [
            .. Enumerable.Range(1, fields.Count).Select(number => new LogColumn(
                _hasForwardedFor && number == fields.Count ? FieldName.ForwardedFor : number.ToString(CultureInfo.InvariantCulture),
                fields.TextOf(number),
                (number >= client && number <= lastRead) || (_hasForwardedFor && number == fields.Count && readsForwardedFor),
                fields.IsQuoted(number) && number > client && number <= lastFree)),
        ];
    }

    public override string? Misgiving(ReadOnlySpan<byte> line)
    {
        if (UserAgentColumn.Misgiving(line, _hasVhost, _hasUserAgent) is { } misgiving)
        {
            return misgiving;
        }

        // Some other field stands last, in quotes: the line is of the combined format, with more behind it.
        return _hasForwardedFor && ColumnsOf(line) is [.., { Text: var text }] && text != "-" && !LoggedClient.IsAddressOrList(text) ? string.Empty : null;
    }

    /// <summary>
    /// The client's field: one word, as nearly always; or what stands before the identity and the user, where proxies wrote a list or several
    /// fields hold addresses: these are taken together, since each may be the client's.
    /// </summary>
    /// <param name="head">All before the time.</param>
    private static Span<byte> ClientIn(Span<byte> head, int firstWord)
    {
        if (head[0] != '"' && head[firstWord - 1] != ',' && head[0] != '-' && head[firstWord..].StartsWith(" - "u8))
        {
            return head[..firstWord];
        }

        var (start, end, at) = (0, 0, 0);
        while (at < head.Length)
        {
            var length = head[at..].IndexOf((byte)' ');
            var next = length < 0 ? head.Length : at + length;
            var word = head[at..next];
            var isJoined = end > 0 && head[end - 1] == ',';
            var entry = word.TrimEnd((byte)',');
            if (entry.SequenceEqual("-"u8) && end == 0 && !isJoined)
            {
                // Nobody was forwarded for: the next word is the client's, if it is an address.
                start = at = next + 1;
                continue;
            }

            var isOfNobody = word.Length > entry.Length && (entry.SequenceEqual("-"u8) || entry.SequenceEqual("unknown"u8));
            if (!isJoined && !isOfNobody && !LoggedClient.IsAddress(entry))
            {
                break;
            }

            if (end > 0 && !isJoined)
            {
                head[end] = (byte)',';
            }

            (end, at) = (next, next + 1);
        }

        return end > start ? head[start..end] : head[..firstWord];
    }

    /// <summary>
    /// Where the request begins, behind the time's bracket and a quote; below 0 if nowhere. A user name (the field before) is the
    /// client's to invent and may hold brackets, but no quote that is not escaped.
    /// </summary>
    /// <param name="bracket">Where the time's bracket is; of a time that can't be read for want of an offset too; else below 0.</param>
    private int FindTime(ReadOnlySpan<byte> line, int from, ref long seconds, out int bracket)
    {
        var withoutOffset = -1;

        // Where a time may end next: looked for once, and not from every bracket on.
        var end = from;
        while (true)
        {
            var found = line[from..].IndexOf((byte)'[');
            if (found < 0)
            {
                bracket = withoutOffset;
                return -1;
            }

            bracket = from + found;
            from = bracket + 1;
            if (line[bracket - 1] != ' ')
            {
                continue;
            }

            if (line.Length - from >= TimeFieldLength - 1
                && line.Slice(from + LogTime.CommonLength, 3).SequenceEqual("] \""u8)
                && LogTime.TryParseCommon(line.Slice(from, LogTime.CommonLength), out seconds))
            {
                return from + TimeFieldLength - 1;
            }

            if (end < from)
            {
                end = line[from..].IndexOf("] \""u8) is >= 0 and var length ? from + length : int.MaxValue;
            }

            switch (end == int.MaxValue ? TimeReading.NoTime : LogTime.Read(line[from..end], Rules.Zone, out seconds))
            {
                case TimeReading.Time:
                    return end + 3;
                case TimeReading.NoOffset:
                    withoutOffset = bracket;
                    break;
                case TimeReading.NoTime:
                    break;
            }
        }
    }

    /// <summary>The target where it has a field of its own, quoted behind the method's: <c>"GET" "/en" 200</c>, with or without the protocol behind it.</summary>
    /// <param name="at">Behind the method's field and the space after it; moved on behind what is found.</param>
    /// <returns>Its length is below 0 where there is none.</returns>
    private static (int Start, int Length) ReadTargetApart(ReadOnlySpan<byte> line, int methodStart, int methodLength, ref int at)
    {
        if (at >= line.Length || line[at] != '"' || !RequestLine.IsSitesMethod(line.Slice(methodStart, methodLength)))
        {
            return (0, -1);
        }

        var start = at + 1;
        var length = EscapedText.LengthBeforeQuote(line[start..]);
        if (length < 1)
        {
            return (0, -1);
        }

        at = start + length + 2;
        if (at < line.Length && line[at..].StartsWith("\"HTTP/"u8) && line[(at + 1)..].IndexOf("\" "u8) is >= 0 and var protocol)
        {
            at += protocol + 3;
        }

        return (start, length);
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

    /// <param name="at">Behind the user agent's quote.</param>
    private bool TryReadForwardedFor(ReadOnlySpan<byte> line, int at, ref LoggedRequest request)
    {
        var rest = line[at..];
        if (!rest.StartsWith(" \""u8) || EscapedText.LengthBeforeQuote(rest[2..]) is not (>= 0 and var length) || length + 3 != rest.Length)
        {
            return false;
        }

        request.ForwardedFor = rest.Slice(2, length);
        if (Rules.ClientField is not null && _clientField == 0)
        {
            request.ChosenClient = request.ForwardedFor;
        }

        return true;
    }

    private bool ReadChosen(ReadOnlySpan<byte> line, ref LoggedRequest request)
    {
        if (_clientField == 0)
        {
            return true;
        }

        _fields!.Split(line);
        if (_clientField > _fields.Count)
        {
            return false;
        }

        request.ChosenClient = Encoding.Latin1.GetBytes(_fields.TextOf(_clientField));
        return true;
    }
}
