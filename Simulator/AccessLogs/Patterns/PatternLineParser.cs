using System.Text;

namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>Reads lines by a format string: every one of its fields must be where it says, and nothing else.</summary>
internal sealed class PatternLineParser : LineParser
{
    /// <summary>No time is longer. Looked for to the end of a line it would take the square of a line's length, or more.</summary>
    private const int MaxTimeLength = 64;

    private static readonly int Meanings = Enum.GetValues<LogField>().Length;

    private readonly PatternElement[] _elements;
    private readonly byte[] _after;

    public PatternLineParser(ReadingRules rules, LogPattern pattern)
        : base(rules)
    {
        var chosen = rules.ClientField is null ? null : FieldName.Of(rules.ClientField);
        _elements = [.. pattern.Elements.Select(element => element.Name == chosen ? element with { Field = LogField.ChosenClient } : element)];
        _after = pattern.After;
    }

    public override bool MayHave(string field) => Array.Exists(_elements, element => element.Name == FieldName.Of(field));

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        if (line.IsEmpty)
        {
            fault = default;
            return LineKind.Nothing;
        }

        Span<Range> values = stackalloc Range[Meanings];
        values.Clear();
        var time = default(TimeFormat.Parts);
        var hasTimeParts = false;
        var at = 0;
        for (var index = 0; index < _elements.Length; index++)
        {
            var element = _elements[index];
            if (!line[at..].StartsWith(element.Before))
            {
                return Bad(at + 1, $"'{Encoding.UTF8.GetString(element.Before)}' is expected here, before {element.Name}", out fault);
            }

            at += element.Before.Length;
            var length = LengthOf(line[at..], index);
            if (length < 0)
            {
                return Bad(at + 1, $"{element.Name} does not end here as it should", out fault);
            }

            if (element.TimeFormat is { } format)
            {
                hasTimeParts = true;
                if (!format.TryRead(line.Slice(at, length), ref time))
                {
                    return Bad(at + 1, "the time is none of its format", out fault);
                }
            }

            values[(int)element.Field] = at..(at + length);
            at += length;
        }

        if (!line[at..].SequenceEqual(_after))
        {
            return Bad(at + 1, _after.Length == 0 ? "the line should end here" : $"'{Encoding.UTF8.GetString(_after)}' should end the line here", out fault);
        }

        var request = default(LoggedRequest);
        var timeColumn = values[(int)LogField.Time].Start.Value + 1;
        switch (hasTimeParts ? time.Read(Rules.Zone, out request.Seconds) : LogTime.Read(line[values[(int)LogField.Time]], Rules.Zone, out request.Seconds))
        {
            case TimeReading.NoOffset:
                fault = LineFault.NoOffset with { Column = timeColumn };
                return LineKind.Bad;
            case TimeReading.NoTime:
                return Bad(timeColumn, "it is no time that is known", out fault);
            case TimeReading.Time:
                break;
        }

        request.Status = ReadStatus(line[values[(int)LogField.Status]]);
        if (request.Status < 0)
        {
            return Bad(values[(int)LogField.Status].Start.Value + 1, "the status is no number from 100 to 599", out fault);
        }

        request.Client = line[values[(int)LogField.Client]];
        request.ForwardedFor = line[values[(int)LogField.ForwardedFor]];
        if (request.Client.IsEmpty)
        {
            request.Client = request.ForwardedFor;
            request.ForwardedFor = default;
        }

        if (IsNone(request.Client) && !line[values[(int)LogField.Peer]].IsEmpty)
        {
            request.Client = line[values[(int)LogField.Peer]];
        }

        request.ChosenClient = line[values[(int)LogField.ChosenClient]];
        request.Method = line[values[(int)LogField.Method]];
        request.Target = line[values[(int)LogField.Target]];
        request.Accept = line[values[(int)LogField.Accept]];
        request.FetchMode = line[values[(int)LogField.FetchMode]];
        request.FetchDestination = line[values[(int)LogField.FetchDestination]];
        request.Purpose = line[values[(int)LogField.Purpose]];
        request.ContentType = line[values[(int)LogField.ContentType]];
        var userAgent = line[values[(int)LogField.UserAgent]];
        request.UserAgent = userAgent[..EscapedText.Unescape(userAgent)];
        request.UserAgentStart = values[(int)LogField.UserAgent].Start.Value;
        var requestLine = line[values[(int)LogField.Request]];
        request.RequestColumn = values[(int)(requestLine.IsEmpty ? LogField.Target : LogField.Request)].Start.Value + 1;
        if (!requestLine.IsEmpty)
        {
            RequestLine.TrySplit(requestLine[..EscapedText.Unescape(requestLine)], out request.Method, out request.Target);
        }
        else if (request.Method.IsEmpty && !request.Target.IsEmpty)
        {
            request.Method = "GET"u8;
        }

        return Read(request, out entry, out fault);
    }

    public override IReadOnlyList<LogColumn> ColumnsOf(ReadOnlySpan<byte> line)
    {
        var columns = new List<LogColumn>();
        var hasClient = Array.Exists(_elements, element => element.Field == LogField.Client);
        var readsForwardedFor = !hasClient || Rules.Proxies is { TrustsNobody: false };
        var at = 0;
        for (var index = 0; index < _elements.Length && line[at..].StartsWith(_elements[index].Before); index++)
        {
            at += _elements[index].Before.Length;
            var length = LengthOf(line[at..], index);
            if (length < 0)
            {
                break;
            }

            var element = _elements[index];
            if (!element.IsServers && element.Field != LogField.Peer)
            {
                var isRead = element.Field == LogField.Client || (element.Field == LogField.ForwardedFor && readsForwardedFor);
                columns.Add(new LogColumn(element.Name, Encoding.Latin1.GetString(line.Slice(at, length)), isRead, FieldMeanings.IsFreeText(element.Name)));
            }

            at += length;
        }

        return columns;
    }

    /// <summary>How long a field is; below 0 if it does not end.</summary>
    private int LengthOf(ReadOnlySpan<byte> text, int index)
    {
        var element = _elements[index];
        if (element.Name == LogPattern.Rest)
        {
            return text.Length;
        }

        var end = index + 1 < _elements.Length ? _elements[index + 1].Before : _after;
        if (element.IsQuoted && end is [(byte)'"', ..])
        {
            return EscapedText.LengthBeforeQuote(text);
        }

        if (end.Length == 0)
        {
            // A host before the path, as $scheme://$host$request_uri; or the last field.
            return index + 1 == _elements.Length || _elements[index + 1].Name == LogPattern.Rest ? text.Length : text.IndexOf((byte)'/');
        }

        // Asked from every space of a user's name on; most is no time at first sight.
        if (element is { Field: LogField.Time, TimeFormat: null } && text is not [(>= (byte)'0' and <= (byte)'9') or (byte)'+', ..])
        {
            return -1;
        }

        text = element.Field == LogField.Time ? text[..Math.Min(text.Length, MaxTimeLength + end.Length)] : text;
        for (var from = 0; ;)
        {
            var found = text[from..].IndexOf(end);
            if (found < 0)
            {
                return -1;
            }

            var length = from + found;
            if (EndsHere(text, element, index, length, end.Length))
            {
                return length;
            }

            from = length + 1;
        }
    }

    /// <summary>What ends a field may stand within it too: a space in a list or a time, all of it in the name of a user, which is the client's to invent.</summary>
    private bool EndsHere(ReadOnlySpan<byte> text, PatternElement element, int index, int length, int endLength)
    {
        if (element.HoldsLists && length > 0 && text[length - 1] == ',')
        {
            return false;
        }

        if (element.Field == LogField.Time)
        {
            var parts = default(TimeFormat.Parts);
            return element.TimeFormat is { } format
                ? format.TryRead(text[..length], ref parts)
                : LogTime.Read(text[..length], Rules.Zone, out _) != TimeReading.NoTime;
        }

        return index + 1 >= _elements.Length || _elements[index + 1].Field != LogField.Time || LengthOf(text[(length + endLength)..], index + 1) >= 0;
    }
}
