using Affluence.Hits;
using Affluence.Simulator.AccessLogs.Envelopes;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Whole lines of a log, some thousand, and what was read of them. Used again and again, so that memory does not depend on the log.</summary>
internal sealed class LogBlock
{
    /// <summary>In bytes. Larger ones leave the processor's cache between one step and the next.</summary>
    public const int Capacity = 1024 * 1024;

    /// <summary>How many bad lines of a block are shown at most.</summary>
    public const int MaxBadLinesShown = 5;

    /// <summary>The first lines of a log are looked at for addresses in other fields, and of the others one in so many.</summary>
    private const int OneInIsLookedAt = 256;

    private readonly List<BadLine> _firstBadLines = [];
    private BadLine? _firstNoRequest;
    private LogEntry[] _entries = new LogEntry[8192];
    private IReadOnlyList<LineEnvelope> _envelopes = [];
    private LineParser? _parser;
    private LogShape? _shape;
    private ReadingRules? _rules;

    public byte[] Bytes { get; } = new byte[Capacity];

    public int Length { get; set; }

    /// <summary>Number of its first line in the log, from 1; known once the block comes in its turn.</summary>
    public long FirstLine { get; set; }

    /// <summary>For a W3C log: what the directives before this block say.</summary>
    public W3CLayout Layout { get; set; } = W3CLayout.None;

    public Span<LogEntry> Entries => _entries.AsSpan(0, EntryCount);

    public int EntryCount { get; private set; }

    public int Lines { get; private set; }

    /// <summary>Lines of requests that are none.</summary>
    public int NoRequests { get; private set; }

    /// <summary>With its number in the log; null if there is none.</summary>
    public BadLine? FirstNoRequest => _firstNoRequest is { } first ? first with { Line = FirstLine + first.Line } : null;

    public int BadLines { get; private set; }

    /// <summary>Whether the first page view is kept as it was logged.</summary>
    public bool KeepsFirstPageView { get; set; }

    /// <summary>Empty if there is none, or it was not to be kept.</summary>
    public byte[] FirstPageView { get; private set; } = [];

    /// <summary>Of some lines.</summary>
    public ColumnEvidence Columns { get; } = new();

    /// <summary>The first few, with their numbers in the log.</summary>
    public IEnumerable<BadLine> ShownBadLines => _firstBadLines.Select(bad => bad with { Line = FirstLine + bad.Line });

    /// <summary>Makes it ready for a log, perhaps another one than before.</summary>
    public void Use(LogShape shape, ReadingRules rules)
    {
        if (_shape == shape && _rules == rules)
        {
            return;
        }

        (_shape, _rules) = (shape, rules);
        (_envelopes, _parser) = (shape.Envelopes, shape.Format.Make(rules));
    }

    /// <param name="stopAtBadLine">Whether to leave off at the first bad line.</param>
    public void Parse(bool stopAtBadLine)
    {
        (EntryCount, Lines, NoRequests, BadLines) = (0, 0, 0, 0);
        _firstBadLines.Clear();
        _firstNoRequest = null;
        Columns.Clear();
        FirstPageView = [];
        if (_parser is W3CLineParser w3c)
        {
            w3c.Layout = Layout;
        }

        for (var start = 0; start < Length && !(stopAtBadLine && BadLines > 0); Lines++)
        {
            var lineEnd = Bytes.AsSpan(start, Length - start).IndexOf((byte)'\n');
            var end = lineEnd < 0 ? Length : start + lineEnd;
            var next = end + 1;
            if (end > start && Bytes[end - 1] == '\r')
            {
                end--;
            }

            ParseLine(start, end);
            start = next;
        }
    }

    private void ParseLine(int start, int end)
    {
        var line = Bytes.AsSpan(start, end - start);
        if (line is [0, ..])
        {
            AddBadLine([], LineFault.Nuls);
            var nuls = line.IndexOfAnyExcept((byte)0);
            start = nuls < 0 ? end : start + nuls;
            line = Bytes.AsSpan(start, end - start);
        }

        if (line.Length > LineParser.MaxLineLength)
        {
            AddBadLine([], LineFault.TooLong);
            return;
        }

        // Parsing unescapes in place.
        var asLogged = KeepsFirstPageView && FirstPageView.Length == 0 ? line.ToArray() : [];
        if (_envelopes.Count > 0 && !line.IsEmpty)
        {
            if (!LineEnvelope.TryOpen(_envelopes, line, out var inner, out var length))
            {
                AddBadLine(line, new LineFault(1, $"it has no prefix of {_envelopes[^1].Name}"));
                return;
            }

            start += inner;
            line = line.Slice(inner, length);
        }

        // Where the operator named the client's field, there is no question.
        var isLookedAt = _rules!.ClientField is null && ((KeepsFirstPageView && Lines < OneInIsLookedAt) || Lines % OneInIsLookedAt == 0);
        var columns = isLookedAt ? _parser!.ColumnsOf(line) : [];
        switch (_parser!.Parse(line, out var entry, out var fault))
        {
            case LineKind.Entry:
                entry.Line = Lines;
                entry.UserAgentStart += start;
                Add(entry);
                Columns.Add(columns);
                FirstPageView = entry.Kind == HitKind.PageView && FirstPageView.Length == 0 ? asLogged : FirstPageView;
                break;
            case LineKind.NoRequest:
                _firstNoRequest ??= new BadLine(Lines, fault, Excerpt.Of(line, fault.Column));
                NoRequests++;
                break;
            case LineKind.Bad:
                AddBadLine(line, fault);
                break;
            case LineKind.Nothing:
                break;
        }
    }

    private void Add(in LogEntry entry)
    {
        if (EntryCount == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        _entries[EntryCount++] = entry;
    }

    private void AddBadLine(ReadOnlySpan<byte> line, LineFault fault)
    {
        if (BadLines++ < MaxBadLinesShown)
        {
            _firstBadLines.Add(new BadLine(Lines, fault, fault.Column > 0 ? Excerpt.Of(line, fault.Column) : string.Empty));
        }
    }
}
