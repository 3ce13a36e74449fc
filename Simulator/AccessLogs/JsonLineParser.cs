using System.Text;
using System.Text.Json;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads one JSON object a line, as nginx writes with <c>escape=json</c>. Members go by the names of nginx's variables, or by names that are
/// common for the same; others, and whatever is nested, are left unread.
/// </summary>
internal sealed class JsonLineParser(HitClassifier classifier) : LineParser(classifier)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    // Where several members say the same, the one that says it best is taken, whatever their order.
    private static readonly Dictionary<string, (Member Member, int Rank)> Members = new(StringComparer.Ordinal)
    {
        ["msec"] = (Member.Time, 3),
        ["time_iso8601"] = (Member.Time, 2),
        ["@timestamp"] = (Member.Time, 2),
        ["timestamp"] = (Member.Time, 2),
        ["time"] = (Member.Time, 2),
        ["time_local"] = (Member.Time, 1),
        ["remote_addr"] = (Member.Client, 2),
        ["remote_ip"] = (Member.Client, 1),
        ["client_ip"] = (Member.Client, 1),
        ["clientip"] = (Member.Client, 1),
        ["client"] = (Member.Client, 1),
        ["request"] = (Member.Request, 1),
        ["request_method"] = (Member.Method, 2),
        ["method"] = (Member.Method, 1),
        ["request_uri"] = (Member.Target, 2),
        ["uri"] = (Member.Target, 1),
        ["url"] = (Member.Target, 1),
        ["path"] = (Member.Target, 1),
        ["status"] = (Member.Status, 1),
        ["http_user_agent"] = (Member.UserAgent, 2),
        ["user_agent"] = (Member.UserAgent, 1),
        ["agent"] = (Member.UserAgent, 1),
        ["http_accept"] = (Member.Accept, 1),
        ["http_sec_fetch_mode"] = (Member.FetchMode, 1),
        ["http_sec_fetch_dest"] = (Member.FetchDestination, 1),
        ["http_sec_purpose"] = (Member.Purpose, 1),
        ["sent_http_content_type"] = (Member.ContentType, 2),
        ["content_type"] = (Member.ContentType, 1),
    };

    private static readonly int MemberCount = Enum.GetValues<Member>().Length;
    private static readonly int LongestName = Members.Keys.Max(name => name.Length);

    private static readonly Dictionary<string, (Member Member, int Rank)>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Members.GetAlternateLookup<ReadOnlySpan<char>>();

    private enum Member
    {
        Time,
        Client,
        Request,
        Method,
        Target,
        Status,
        UserAgent,
        Accept,
        FetchMode,
        FetchDestination,
        Purpose,
        ContentType,
    }

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        fault = default;
        if (line.IsEmpty)
        {
            return LineKind.Nothing;
        }

        var members = new MemberValues(line, stackalloc MemberValue[MemberCount]);
        try
        {
            if (!TryFind(line, members))
            {
                return Bad(1, "it is no JSON object", out fault);
            }
        }
        catch (JsonException exception)
        {
            return Bad((int)(exception.BytePositionInLine ?? 0) + 1, "it is no JSON; nginx writes it with escape=json", out fault);
        }

        var request = new LoggedRequest
        {
            Client = members[Member.Client],
            Method = members[Member.Method],
            Target = members[Member.Target],
            Status = ReadStatus(members[Member.Status]),
            UserAgent = members[Member.UserAgent],
            UserAgentStart = members.StartOf(Member.UserAgent),
            Accept = members[Member.Accept],
            FetchMode = members[Member.FetchMode],
            FetchDestination = members[Member.FetchDestination],
            Purpose = members[Member.Purpose],
            ContentType = members[Member.ContentType],
        };
        if (!TryReadTime(members[Member.Time], out request.Seconds))
        {
            return Bad(members.StartOf(Member.Time) + 1, "no member tells the time as time_iso8601, msec or time_local do", out fault);
        }

        if (request.Status < 0)
        {
            return Bad(members.StartOf(Member.Status) + 1, "no member status is a number from 100 to 599", out fault);
        }

        if (members.Has(Member.Request))
        {
            RequestLine.TrySplit(members[Member.Request], out request.Method, out request.Target);
        }
        else if (!members.Has(Member.Method) || !members.Has(Member.Target))
        {
            return Bad(1, "no member tells the request as request, or request_method and request_uri, do", out fault);
        }

        if (!members.Has(Member.Client))
        {
            fault = LineFault.NoAddressField;
            return LineKind.Bad;
        }

        return Read(request, out entry, out fault);
    }

    /// <exception cref="JsonException">It is no JSON.</exception>
    private static bool TryFind(Span<byte> line, MemberValues members)
    {
        var reader = new Utf8JsonReader(line, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = TryName(reader.ValueSpan, out var member, out var rank);
            reader.Read();
            if (known && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
                // The reader is past it, so it may be changed.
                var length = reader.ValueIsEscaped ? JsonText.Unescape(line.Slice(start, reader.ValueSpan.Length)) : reader.ValueSpan.Length;
                members.Set(member, new MemberValue(start, length, rank));
            }

            reader.Skip();
        }

        // To the end, so that what comes after the object is noticed.
        return !reader.Read();
    }

    private static bool TryName(ReadOnlySpan<byte> name, out Member member, out int rank)
    {
        Span<char> text = stackalloc char[LongestName];
        var found = name.Length <= LongestName && ByName.TryGetValue(text[..Encoding.Latin1.GetChars(name, text)], out var known) ? known : default;
        (member, rank) = found;
        return rank > 0;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out long seconds) =>
        LogTime.TryParseIso(text, out seconds) || LogTime.TryParseCommon(text, out seconds) || LogTime.TryParseUnix(text, out seconds);

    private readonly record struct MemberValue(int Start, int Length, int Rank);

    private readonly ref struct MemberValues(ReadOnlySpan<byte> line, Span<MemberValue> values)
    {
        private readonly ReadOnlySpan<byte> _line = line;
        private readonly Span<MemberValue> _values = values;

        public ReadOnlySpan<byte> this[Member member] => _line.Slice(_values[(int)member].Start, _values[(int)member].Length);

        public bool Has(Member member) => _values[(int)member].Rank > 0;

        public int StartOf(Member member) => _values[(int)member].Start;

        public void Set(Member member, MemberValue value)
        {
            if (value.Rank >= _values[(int)member].Rank)
            {
                _values[(int)member] = value;
            }
        }
    }
}
