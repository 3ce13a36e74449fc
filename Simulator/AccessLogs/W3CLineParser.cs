using System.Text;
using Affluence.Simulator.AccessLogs.Patterns;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads W3C Extended Log File Format (w3.org/TR/WD-logfile) as IIS writes it: columns by the last <c>#Fields</c> directive, times in UTC, a
/// space within a value as <c>+</c>.
/// </summary>
internal sealed class W3CLineParser(ReadingRules rules) : LineParser(rules)
{
    /// <summary>By the directives before the next line. A block may begin anywhere, and is given the one in force there.</summary>
    public W3CLayout Layout { get; set; } = W3CLayout.None with { ClientField = rules.ClientField };

    public override LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        fault = default;
        if (line.IsEmpty)
        {
            return LineKind.Nothing;
        }

        if (line[0] == '#')
        {
            Layout = Layout.After(line);
            return LineKind.Nothing;
        }

        if (Layout.Fault is { } missing)
        {
            // IIS logs that were cut or searched have no directive left.
            fault = missing != LineFault.NoAddressField && (Layout.Columns.Count > 0 || StartsWithTime(line)) ? missing with { Column = 1, IsOfFormat = true } : missing;
            return LineKind.Bad;
        }

        var request = new LoggedRequest { Status = -1 };
        var days = Layout.Day;
        ReadOnlySpan<byte> clock = default;
        var (at, clockColumn, statusColumn) = (0, 0, 0);
        var isTabbed = IsTabbed(line);
        for (var column = 0; column < Layout.Columns.Count; column++)
        {
            if (at > line.Length)
            {
                return Bad(line.Length, "there are fewer fields than #Fields names", out fault);
            }

            var (start, length, next) = ReadValue(line, at, isTabbed);
            var value = line.Slice(start, length);
            at = next;
            switch (Layout.Columns[column])
            {
                case LogField.Date:
                    days = LogTime.TryReadDate(value, out var day) ? day : null;
                    break;
                case LogField.Time:
                    clock = value;
                    clockColumn = start + 1;
                    break;
                case LogField.Client:
                    request.Client = value;
                    break;
                case LogField.ChosenClient:
                    request.ChosenClient = Plain(value);
                    break;
                case LogField.ForwardedFor:
                    request.ForwardedFor = Plain(value);
                    break;
                case LogField.Method:
                    request.Method = value;
                    request.RequestColumn = start + 1;
                    break;
                case LogField.Target:
                    request.Target = value;
                    break;
                case LogField.Status:
                    (request.Status, statusColumn) = (ReadStatus(value), start + 1);
                    break;
                case LogField.UserAgent:
                    request.UserAgent = Plain(value);
                    request.UserAgentStart = start;
                    break;
                case LogField.Accept:
                    request.Accept = value;
                    break;
                case LogField.FetchMode:
                    request.FetchMode = value;
                    break;
                case LogField.FetchDestination:
                    request.FetchDestination = value;
                    break;
                case LogField.Purpose:
                    request.Purpose = value;
                    break;
                case LogField.ContentType:
                    request.ContentType = value;
                    break;
                case LogField.Ignored:
                    break;
            }
        }

        if (at < line.Length && line[at..].ContainsAnyExcept((byte)' ', (byte)'\t'))
        {
            return Bad(at + 1, "there are more fields than #Fields names", out fault);
        }

        if (days is null)
        {
            return Bad(clockColumn, "its time has no date", out fault);
        }

        if (!LogTime.TryReadClockOf(days.Value, clock, out request.Seconds))
        {
            return Bad(clockColumn, "the time is none as 23:00:00", out fault);
        }

        if (request.Client.IsEmpty)
        {
            request.Client = request.ForwardedFor;
            request.ForwardedFor = default;
        }

        return request.Status < 0
            ? Bad(statusColumn, "the status is no number from 100 to 599", out fault)
            : Read(request, out entry, out fault);
    }

    public override IReadOnlyList<LogColumn> ColumnsOf(ReadOnlySpan<byte> line)
    {
        var columns = new List<LogColumn>();
        if (line is [] or [(byte)'#', ..])
        {
            return columns;
        }

        var hasClient = Layout.Columns.Contains(LogField.Client);
        var readsForwardedFor = !hasClient || Rules.Proxies is { TrustsNobody: false };
        var at = 0;
        var isTabbed = IsTabbed(line);
        for (var column = 0; column < Layout.Columns.Count && at <= line.Length; column++)
        {
            var (start, length, next) = ReadValue(line, at, isTabbed);
            at = next;
            if (Layout.Names[column] is not ("s-ip" or "cs-host" or "s-computername"))
            {
                var isRead = Layout.Columns[column] == LogField.Client || (Layout.Columns[column] == LogField.ForwardedFor && readsForwardedFor);
                var text = Encoding.Latin1.GetString(Plain(line.Slice(start, length).ToArray()));
                columns.Add(new LogColumn(Layout.Names[column], text, isRead, FieldMeanings.IsFreeText(FieldName.Of(Layout.Names[column]))));
            }
        }

        return columns;
    }

    /// <summary>What was sent: IIS writes <c>+</c> for a space, and CloudFront encodes it by percent signs.</summary>
    private Span<byte> Plain(Span<byte> value)
    {
        value.Replace((byte)'+', (byte)' ');
        return Layout.IsPercentEncoded ? value[..PercentText.Decode(value)] : value;
    }

    private static bool StartsWithTime(ReadOnlySpan<byte> line) =>
        line.Length > 20 && LogTime.TryReadDate(line[..10], out var day) && line[10] is (byte)' ' or (byte)'\t' && LogTime.TryReadClockOf(day, line.Slice(11, 8), out _)
        && line[19] is (byte)' ' or (byte)'\t';

    /// <summary>Where tabs stand between values, spaces stand within them.</summary>
    private static bool IsTabbed(ReadOnlySpan<byte> line) => line.IndexOfAny((byte)' ', (byte)'\t') is >= 0 and var first && line[first] == '\t';

    /// <summary>A value ends with a space or tab; one in quotes, which IIS does not write but the format knows, with the quote.</summary>
    private static (int Start, int Length, int Next) ReadValue(ReadOnlySpan<byte> line, int at, bool isTabbed)
    {
        var rest = line[at..];
        if (rest is [(byte)'"', ..] && LengthBeforeQuote(rest[1..]) is >= 0 and var quoted)
        {
            return (at + 1, quoted, at + quoted + 3);
        }

        var length = isTabbed ? rest.IndexOf((byte)'\t') : rest.IndexOfAny((byte)' ', (byte)'\t');
        return length < 0 ? (at, rest.Length, line.Length + 1) : (at, length, at + length + 1);
    }

    /// <summary>A quote within is doubled.</summary>
    private static int LengthBeforeQuote(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf((byte)'"') is >= 0 and var found; at += found + 2)
        {
            if (!text[(at + found + 1)..].StartsWith("\""u8))
            {
                return at + found;
            }
        }

        return -1;
    }
}
