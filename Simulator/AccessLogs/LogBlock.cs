using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Whole lines of a log, some thousand, and what was read of them. Used again and again, so that memory does not depend on the log.</summary>
internal sealed class LogBlock(LogFormat format, HitClassifier classifier)
{
    /// <summary>In bytes. Larger ones leave the processor's cache between one step and the next.</summary>
    public const int Capacity = 1024 * 1024;

    /// <summary>How many bad lines of a block are shown at most.</summary>
    public const int MaxBadLinesShown = 5;

    private readonly LineParser _parser = LogFormats.NewParser(format, classifier);
    private readonly List<BadLine> _firstBadLines = [];

    private LogEntry[] _entries = new LogEntry[8192];

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

    public int BadLines { get; private set; }

    /// <summary>The first few, with their numbers in the log.</summary>
    public IEnumerable<BadLine> ShownBadLines => _firstBadLines.Select(bad => bad with { Line = FirstLine + bad.Line });

    /// <summary>A line longer than is read, at which parsing ended: its number in the block, from 0.</summary>
    public int? TooLongLine { get; private set; }

    /// <param name="stopAtBadLine">Whether to leave off at the first bad line.</param>
    public void Parse(bool stopAtBadLine)
    {
        (EntryCount, Lines, NoRequests, BadLines, TooLongLine) = (0, 0, 0, 0, null);
        _firstBadLines.Clear();
        if (_parser is W3CLineParser w3c)
        {
            w3c.Layout = Layout;
        }

        for (var start = 0; start < Length; Lines++)
        {
            var lineEnd = Bytes.AsSpan(start, Length - start).IndexOf((byte)'\n');
            var end = lineEnd < 0 ? Length : start + lineEnd;
            var next = end + 1;
            if (end > start && Bytes[end - 1] == '\r')
            {
                end--;
            }

            if (end - start > LineParser.MaxLineLength)
            {
                TooLongLine = Lines;
                return;
            }

            var line = Bytes.AsSpan(start, end - start);
            switch (_parser.Parse(line, out var entry, out var fault))
            {
                case LineKind.Entry:
                    entry.Line = Lines;
                    entry.UserAgentStart += start;
                    Add(entry);
                    break;
                case LineKind.NoRequest:
                    NoRequests++;
                    break;
                case LineKind.Bad:
                    AddBadLine(line, fault);
                    if (stopAtBadLine)
                    {
                        Lines++;
                        return;
                    }

                    break;
                case LineKind.Nothing:
                    break;
            }

            start = next;
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
