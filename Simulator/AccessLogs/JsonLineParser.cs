using System.Text;
using System.Text.Json;
using Affluence.Simulator.AccessLogs.Patterns;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads one JSON object a line, as nginx writes with <c>escape=json</c>, and Caddy, Traefik, Envoy and clouds' balancers write. Members go by the names
/// in <see cref="JsonMembers"/>; others are left unread.
/// </summary>
internal sealed class JsonLineParser(ReadingRules rules) : LineParser(rules)
{
    private const int MaxDepth = 32;
    private const int MaxPathLength = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly string? _clientField = rules.ClientField is null ? null : JsonMembers.PathOf(rules.ClientField);

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        fault = default;
        if (line.IsEmpty)
        {
            return LineKind.Nothing;
        }

        var members = new MemberValues(line, stackalloc MemberValue[JsonMembers.Count]);
        try
        {
            if (!TryFind(line, members, columns: null))
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
            Client = members[LogField.Client],
            ChosenClient = members[LogField.ChosenClient],
            ForwardedFor = members[LogField.ForwardedFor],
            Method = members[LogField.Method],
            Target = members[LogField.Target],
            Status = ReadStatus(members[LogField.Status]),
            UserAgent = members[LogField.UserAgent],
            UserAgentStart = members.StartOf(LogField.UserAgent),
            Accept = members[LogField.Accept],
            FetchMode = members[LogField.FetchMode],
            FetchDestination = members[LogField.FetchDestination],
            Purpose = members[LogField.Purpose],
            ContentType = members[LogField.ContentType],
        };
        switch (LogTime.Read(members[LogField.Time], Rules.Zone, out request.Seconds))
        {
            case TimeReading.NoOffset:
                fault = LineFault.NoOffset with { Column = members.StartOf(LogField.Time) + 1 };
                return LineKind.Bad;
            case TimeReading.NoTime:
                return BadMember(members.StartOf(LogField.Time) + 1, "no member tells the time as time_iso8601, msec or time_local do", out fault);
            case TimeReading.Time:
                break;
        }

        if (request.Status < 0)
        {
            return BadMember(members.StartOf(LogField.Status) + 1, "no member status is a number from 100 to 599", out fault);
        }

        if (members.Has(LogField.Request))
        {
            var isSplit = RequestLine.TrySplit(members[LogField.Request], out var method, out var target);
            var isTargetAlone = isSplit && members.Has(LogField.Method) && target.Length == members[LogField.Request].Length;
            request.Method = isTargetAlone ? request.Method : method;
            request.Target = target;
        }
        else if (!members.Has(LogField.Target) || !members.Has(LogField.Method))
        {
            return BadMember(1, "no member tells the request as request, or request_method and request_uri, do", out fault);
        }

        if (request.Client.IsEmpty && !request.ForwardedFor.IsEmpty)
        {
            request.Client = request.ForwardedFor;
            request.ForwardedFor = default;
        }

        if (request.Client.IsEmpty && request.ChosenClient.IsEmpty)
        {
            fault = LineFault.NoAddressField;
            return LineKind.Bad;
        }

        return Read(request, out entry, out fault);
    }

    public override IReadOnlyList<LogColumn> ColumnsOf(ReadOnlySpan<byte> line)
    {
        var columns = new List<LogColumn>();
        Span<byte> copy = line.ToArray();
        var members = new MemberValues(copy, stackalloc MemberValue[JsonMembers.Count]);
        try
        {
            TryFind(copy, members, columns);
        }
        catch (JsonException)
        {
            // Parsing the line says so.
            return [];
        }

        // Of two members that mean the client, the one is read that says it best.
        var client = Encoding.Latin1.GetString(members.Has(LogField.Client) ? members[LogField.Client] : members[LogField.ForwardedFor]);
        var readsForwardedFor = Rules.Proxies is { TrustsNobody: false };
        var isPeerRead = columns.Exists(column => column.Text == client && IsPeer(column.Name));
        return
        [
            .. columns.Where(column => isPeerRead || !IsPeer(column.Name)).Select(column => column with
            {
                IsRead = column.Text == client || (readsForwardedFor && JsonMembers.TryFind(column.Name, out var member, out _) && member == LogField.ForwardedFor),
            }),
        ];
    }

    private static LineKind BadMember(int column, string reason, out LineFault fault)
    {
        fault = new LineFault(column, reason, IsOfFormat: true);
        return LineKind.Bad;
    }

    /// <summary>Whether a member has the other end of the connection: where another is read for the client, that is a proxy, and is in no doubt.</summary>
    private static bool IsPeer(string name) => name.Contains("remote", StringComparison.Ordinal) || name == "clientaddr";

    /// <exception cref="JsonException">It is no JSON.</exception>
    private bool TryFind(Span<byte> line, MemberValues members, List<LogColumn>? columns)
    {
        var reader = new Utf8JsonReader(line, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        // The path of the member that is read, and how much of it is that of the objects around it. A path that is too long is of no member.
        Span<char> path = stackalloc char[MaxPathLength];
        Span<int> lengths = stackalloc int[MaxDepth + 1];
        lengths.Clear();
        var (depth, length) = (0, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    length = JsonMembers.Append(path, lengths[depth], reader.ValueSpan);
                    break;
                case JsonTokenType.StartObject:
                    lengths[++depth] = JsonMembers.AppendPoint(path, length);
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    break;
                case JsonTokenType.StartArray:
                    // Headers come in arrays. Of several values the first is taken.
                    reader.Read();
                    Take(reader, line, path, length, members, columns);
                    while (reader.TokenType != JsonTokenType.EndArray)
                    {
                        reader.Skip();
                        reader.Read();
                    }

                    break;
                default:
                    Take(reader, line, path, length, members, columns);
                    break;
            }
        }

        return true;
    }

    private void Take(in Utf8JsonReader reader, Span<byte> line, Span<char> path, int length, MemberValues members, List<LogColumn>? columns)
    {
        if (length <= 0 || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return;
        }

        var name = path[..length];
        var isChosen = _clientField is not null && name.SequenceEqual(_clientField);
        var isKnown = JsonMembers.TryFind(name, out var member, out var rank);
        if (!isChosen && !isKnown && columns is null)
        {
            return;
        }

        var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);

        // The reader is past it, so it may be changed.
        var valueLength = reader.ValueIsEscaped ? JsonText.Unescape(line.Slice(start, reader.ValueSpan.Length)) : reader.ValueSpan.Length;
        if (isChosen)
        {
            members.Set(LogField.ChosenClient, new MemberValue(start, valueLength, 1));
        }

        if (isKnown)
        {
            members.Set(member, new MemberValue(start, valueLength, rank));
        }

        if (columns is not null && !FieldMeanings.IsServers(name.ToString()))
        {
            columns.Add(new LogColumn(name.ToString(), Encoding.Latin1.GetString(line.Slice(start, valueLength)), IsRead: false));
        }
    }

    private readonly record struct MemberValue(int Start, int Length, int Rank);

    private readonly ref struct MemberValues
    {
        private readonly ReadOnlySpan<byte> _line;
        private readonly Span<MemberValue> _values;

        public MemberValues(ReadOnlySpan<byte> line, Span<MemberValue> values)
        {
            _line = line;
            _values = values;
            values.Clear();
        }

        public ReadOnlySpan<byte> this[LogField member] => _line.Slice(_values[(int)member].Start, _values[(int)member].Length);

        public bool Has(LogField member) => _values[(int)member].Rank > 0;

        public int StartOf(LogField member) => _values[(int)member].Start;

        public void Set(LogField member, MemberValue value)
        {
            if (value.Rank >= _values[(int)member].Rank)
            {
                _values[(int)member] = value;
            }
        }
    }
}
