using System.Globalization;

namespace Affluence.Simulator.AccessLogs;

/// <summary>What was read of a log until now, in lines. Written by one thread; <see cref="Lines"/> may be read from any.</summary>
internal sealed class LineTotals
{
    private readonly List<BadLine> _firstBadLines = [];
    private long _lines;

    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Lines of requests that are none.</summary>
    public long NoRequests { get; private set; }

    /// <summary>The first of them.</summary>
    public BadLine? FirstNoRequest { get; private set; }

    public long BadLines { get; private set; }

    /// <summary>Of some lines.</summary>
    public ColumnEvidence Columns { get; } = new();

    public void Add(LogBlock block)
    {
        _firstBadLines.AddRange(block.ShownBadLines.Take(LogBlock.MaxBadLinesShown - _firstBadLines.Count));
        BadLines += block.BadLines;
        Columns.Add(block.Columns);
        NoRequests += block.NoRequests;
        FirstNoRequest ??= block.FirstNoRequest;
        Interlocked.Add(ref _lines, block.Lines);
    }

    /// <summary>Says how many lines could not be read, if any, and shows the first few.</summary>
    public void WriteBadLines(string name, TextWriter writer)
    {
        if (BadLines == 0)
        {
            return;
        }

        var shown = _firstBadLines.Count < BadLines ? $", the first {_firstBadLines.Count} of them" : string.Empty;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {BadLines:N0} lines could not be read and are not counted{shown}:"));
        foreach (var bad in _firstBadLines)
        {
            writer.WriteLine($"  {bad}");
        }
    }
}
