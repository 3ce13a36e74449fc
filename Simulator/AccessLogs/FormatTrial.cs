using Affluence.Simulator.AccessLogs.Envelopes;

namespace Affluence.Simulator.AccessLogs;

/// <summary>What came of reading the first lines of a log by one format.</summary>
/// <param name="Lines">Lines that are not empty.</param>
/// <param name="Read">Lines that could be read.</param>
/// <param name="ReadButForOne">Lines that could be read but for their client's address or the offset of their time.</param>
/// <param name="Fault">Why the first of the others could not, one that lacks nothing else before any other.</param>
/// <param name="Misgiving">Why the lines are of another format though they can be read; null if they are not.</param>
internal sealed record FormatTrial(
    IReadOnlyList<LineEnvelope> Envelopes, LogFormat Format, int Lines, int Read, int ReadButForOne, BadLine? Fault, string? Misgiving)
{
    /// <summary>Of a few lines anything may be said, for clients send what they like.</summary>
    private const int OneInIsMany = 10;

    /// <summary>Nearly all lines could be read.</summary>
    public bool IsClear => Lines > 0 && Read * 4 >= Lines * 3;

    public static FormatTrial Of(
        ReadOnlySpan<byte> head, IReadOnlyList<LineEnvelope> envelopes, LogFormat format, ReadingRules rules, int most)
    {
        var parser = format.Make(rules);
        if (rules.ClientField is { } field && !parser.MayHave(field))
        {
            var lacks = new BadLine(1, new LineFault(0, $"it has no field {field} (--client)"), string.Empty);
            return new FormatTrial(envelopes, format, 0, 0, 0, lacks, null) { Lines = most == 0 ? 0 : 1 };
        }

        var (lines, read, almost, doubtful, others) = (0, 0, 0, 0, 0);
        BadLine? fault = null;
        string? misgiving = null;
        var rest = new HeadLines(head);
        while (lines < most && rest.MoveNext())
        {
            lines++;
            if (!LineEnvelope.TryOpen(envelopes, rest.Current, out var start, out var length))
            {
                continue;
            }

            var line = rest.Current.Slice(start, length);
            var doubt = parser.Misgiving(line);
            var kind = parser.Parse(line, out _, out var why);
            var isAlmost = kind == LineKind.Bad && IsOfOne(why);
            read += kind is LineKind.Entry or LineKind.NoRequest ? 1 : 0;
            almost += isAlmost ? 1 : 0;
            if (kind == LineKind.Bad && (fault is null || (isAlmost && !IsOfOne(fault.Fault))))
            {
                fault = new BadLine(rest.Number, why, why.Column > 0 ? Excerpt.Of(line, why.Column) : string.Empty);
            }

            if (doubt is not null && kind == LineKind.Entry)
            {
                doubtful += doubt.Length > 0 ? 1 : 0;
                others += doubt.Length == 0 ? 1 : 0;
                misgiving = doubt.Length > 0 ? misgiving ?? doubt : misgiving;
            }
        }

        return new FormatTrial(
            envelopes, format, lines, others * OneInIsMany > read ? 0 : read, almost, fault, doubtful * OneInIsMany > read ? misgiving : null);
    }

    /// <summary>Clearly: a format that is preferred is not given up for a few lines that it can't read.</summary>
    public bool IsBetterThan(FormatTrial preferred) => Read > 2 * preferred.Read || (Read == 0 && preferred.Read == 0 && IsCloserThan(preferred));

    /// <summary>Of two that read nothing, whether this one reads more of a line.</summary>
    public bool IsCloserThan(FormatTrial other) =>
        ReadButForOne != other.ReadButForOne ? ReadButForOne > other.ReadButForOne
        : IsOfMany != other.IsOfMany ? IsOfMany
        : Lines != other.Lines ? Lines > other.Lines
        : ColumnReached > other.ColumnReached;

    /// <summary>A format of named fields between spaces goes far in any line; that says nothing.</summary>
    private int ColumnReached => Format.IsLoose ? 0 : Fault is { Fault.IsOfFormat: true } ? int.MaxValue : Fault?.Fault.Column ?? 0;

    /// <summary>Addresses say more about where the client's field is than a word that is none.</summary>
    private bool IsOfMany => Fault is { } bad && (bad.Fault == LineFault.ManyAddresses || bad.Fault == LineFault.NoList);

    private static bool IsOfOne(LineFault fault) =>
        fault == LineFault.NoAddress || fault == LineFault.NoAddressField || fault == LineFault.ManyAddresses || fault == LineFault.NoList || fault.Reason == LineFault.NoOffset.Reason;
}
