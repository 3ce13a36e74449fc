using System.Text;
using System.Text.Json;
using NodaTime;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads one JSON object a line, as nginx writes with <c>escape=json</c>, and Caddy, Traefik, Envoy and clouds' balancers write. Members go by the names
/// in <see cref="JsonMembers"/>; others are left unread.
/// </summary>
internal sealed class JsonLineParser(ReadingRules rules) : LineParser(rules)
{
    private readonly JsonLineReader _reader = new(rules.ClientField is null ? null : JsonMembers.PathOf(rules.ClientField));

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        fault = default;

        // As where objects are listed in an array, each in a line of its own.
        line = line.TrimEnd(" \t,"u8);
        if (line is [] or [(byte)'[' or (byte)']'])
        {
            return LineKind.Nothing;
        }

        var members = new JsonValues(line, ValuesOf(stackalloc JsonValues.Value[JsonMembers.Count]));
        try
        {
            if (!_reader.TryFind(line, members, columns: null))
            {
                return line.StartsWith("[{"u8)
                    ? BadMember(1, "it is an array, and not an object a line: jq -c '.[]' makes it that", out fault)
                    : Bad(1, "it is no JSON object", out fault);
            }
        }
        catch (JsonException exception)
        {
            var column = (int)(exception.BytePositionInLine ?? 0) + 1;
            return column > line.Length
                ? Bad(line.Length, "the object does not end in its line, where one a line is expected: jq -c . makes it that", out fault)
                : Bad(column, "it is no JSON; nginx writes it with escape=json", out fault);
        }

        var request = new LoggedRequest
        {
            Client = members[LogField.Client],
            ChosenClient = members[LogField.ChosenClient],
            ForwardedFor = members[LogField.ForwardedFor],
            Method = MethodOf(members[LogField.Method]),
            Target = members[LogField.Target],
            Status = ReadStatus(members[LogField.Status]),
            UserAgent = UserAgentOf(members),
            UserAgentStart = members.StartOf(LogField.UserAgent),
            Accept = members[LogField.Accept],
            FetchMode = members[LogField.FetchMode],
            FetchDestination = members[LogField.FetchDestination],
            Purpose = members[LogField.Purpose],
            ContentType = members[LogField.ContentType],
        };
        request.RequestColumn = members.StartOf(members.Has(LogField.Request) ? LogField.Request : request.Method.IsEmpty ? LogField.Method : LogField.Target) + 1;
        var time = members.Has(LogField.Time) ? LogField.Time : LogField.Date;
        switch (ReadTime(members, time, out request.Seconds))
        {
            case TimeReading.NoOffset:
                fault = LineFault.NoOffset with { Column = members.StartOf(time) + 1 };
                return LineKind.Bad;
            case TimeReading.NoTime:
                return BadMember(members.StartOf(time) + 1, "no member tells the time as time_iso8601, msec or time_local do", out fault);
            case TimeReading.Time:
                break;
        }

        if (request.Status < 0)
        {
            return BadMember(members.StartOf(LogField.Status) + 1, "no member status is a number from 100 to 599", out fault);
        }

        if (members.Has(LogField.Request) && (!IsNone(members[LogField.Request]) || !members.Has(LogField.Target)))
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
        var members = new JsonValues(copy, ValuesOf(stackalloc JsonValues.Value[JsonMembers.Count]));
        try
        {
            _reader.TryFind(copy, members, columns);
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

    private static Span<JsonValues.Value> ValuesOf(Span<JsonValues.Value> room)
    {
        room.Clear();
        return room;
    }

    /// <summary>Elastic's schema had methods in small letters until its version 8.</summary>
    private static Span<byte> MethodOf(Span<byte> method)
    {
        if (!method.ContainsAnyExceptInRange((byte)'a', (byte)'z'))
        {
            Ascii.ToUpperInPlace(method, out _);
        }

        return method;
    }

    private static ReadOnlySpan<byte> UserAgentOf(JsonValues members)
    {
        var userAgent = members[LogField.UserAgent];
        return members.Has(LogField.EdgeLocation) ? userAgent[..PercentText.Decode(userAgent)] : userAgent;
    }

    /// <summary>The time, or a clock of a date that has a member of its own, as CloudFront writes them, and means UTC.</summary>
    private TimeReading ReadTime(JsonValues members, LogField time, out long seconds)
    {
        var reading = LogTime.Read(members[time], Rules.Zone, out seconds);
        if (reading != TimeReading.NoTime || !LogTime.TryReadDate(members[LogField.Date], out var day) || !LogTime.TryReadClockOf(day, members[time], out var local))
        {
            return reading;
        }

        var zone = members.Has(LogField.EdgeLocation) ? DateTimeZone.Utc : Rules.Zone;
        seconds = zone is null ? 0 : LogTime.InZone(local, zone);
        return zone is null ? TimeReading.NoOffset : TimeReading.Time;
    }

    private static LineKind BadMember(int column, string reason, out LineFault fault)
    {
        fault = new LineFault(column, reason, IsOfFormat: true);
        return LineKind.Bad;
    }

    /// <summary>Whether a member has the other end of the connection: where another is read for the client, that is a proxy, and is in no doubt.</summary>
    private static bool IsPeer(string name) => name.Contains("remote", StringComparison.Ordinal) || name == "clientaddr";
}
