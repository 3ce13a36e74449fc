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
            Client = members[JsonMember.Client],
            ChosenClient = members[JsonMember.ChosenClient],
            ForwardedFor = members[JsonMember.ForwardedFor],
            Method = members[JsonMember.Method],
            Target = members[JsonMember.Target],
            Status = ReadStatus(members[JsonMember.Status]),
            UserAgent = members[JsonMember.UserAgent],
            UserAgentStart = members.StartOf(JsonMember.UserAgent),
            Accept = members[JsonMember.Accept],
            FetchMode = members[JsonMember.FetchMode],
            FetchDestination = members[JsonMember.FetchDestination],
            Purpose = members[JsonMember.Purpose],
            ContentType = members[JsonMember.ContentType],
        };
        switch (LogTime.Read(members[JsonMember.Time], Rules.Zone, out request.Seconds))
        {
            case TimeReading.NoOffset:
                fault = LineFault.NoOffset with { Column = members.StartOf(JsonMember.Time) + 1 };
                return LineKind.Bad;
            case TimeReading.NoTime:
                return Bad(members.StartOf(JsonMember.Time) + 1, "no member tells the time as time_iso8601, msec or time_local do", out fault);
            case TimeReading.Time:
                break;
        }

        if (request.Status < 0 && members[JsonMember.Status].SequenceEqual("0"u8))
        {
            // Caddy and Envoy: the client was gone before there was a status.
            request.Status = Hits.StatusOutcomes.NoStatus;
        }

        if (request.Status < 0)
        {
            return Bad(members.StartOf(JsonMember.Status) + 1, "no member status is a number from 100 to 599", out fault);
        }

        if (members.Has(JsonMember.Request))
        {
            var isSplit = RequestLine.TrySplit(members[JsonMember.Request], out var method, out var target);
            var isTargetAlone = isSplit && members.Has(JsonMember.Method) && target.Length == members[JsonMember.Request].Length;
            request.Method = isTargetAlone ? request.Method : method;
            request.Target = target;
        }
        else if (!members.Has(JsonMember.Target) || !members.Has(JsonMember.Method))
        {
            return Bad(1, "no member tells the request as request, or request_method and request_uri, do", out fault);
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
        var client = Encoding.Latin1.GetString(members.Has(JsonMember.Client) ? members[JsonMember.Client] : members[JsonMember.ForwardedFor]);
        var readsForwardedFor = Rules.Proxies is { TrustsNobody: false };
        return
        [
            .. columns.Select(column => column with
            {
                IsRead = column.Text == client || (readsForwardedFor && JsonMembers.TryFind(column.Name, out var member, out _) && member == JsonMember.ForwardedFor),
            }),
        ];
    }

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
            members.Set(JsonMember.ChosenClient, new MemberValue(start, valueLength, 1));
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

        public ReadOnlySpan<byte> this[JsonMember member] => _line.Slice(_values[(int)member].Start, _values[(int)member].Length);

        public bool Has(JsonMember member) => _values[(int)member].Rank > 0;

        public int StartOf(JsonMember member) => _values[(int)member].Start;

        public void Set(JsonMember member, MemberValue value)
        {
            if (value.Rank >= _values[(int)member].Rank)
            {
                _values[(int)member] = value;
            }
        }
    }
}
