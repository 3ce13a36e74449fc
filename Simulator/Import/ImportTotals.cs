using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>What was read of a log until now. Written by one thread; counts may be read from any.</summary>
internal sealed class ImportTotals
{
    private readonly List<BadLine> _firstBadLines = [];
    private long _lines;

    public long Lines => Interlocked.Read(ref _lines);

    public long Requests { get; private set; }

    public long PageViews { get; private set; }

    public long Bots { get; private set; }

    /// <summary>Page views from addresses that are in no country.</summary>
    public long Unlocated { get; private set; }

    public long NoRequests { get; private set; }

    public long BadLines { get; private set; }

    public IReadOnlyList<BadLine> FirstBadLines => _firstBadLines;

    /// <summary>The oldest bucket with a request.</summary>
    public Bucket? First { get; private set; }

    /// <summary>The newest one.</summary>
    public Bucket? Last { get; private set; }

    public void Add(LogBlock block)
    {
        var room = LogBlock.MaxBadLinesShown - _firstBadLines.Count;
        _firstBadLines.AddRange(block.ShownBadLines.Take(room));
        BadLines += block.BadLines;
        NoRequests += block.NoRequests;
        Interlocked.Add(ref _lines, block.Lines);
    }

    public void Add(ReadOnlySpan<PseudonymousHit> hits)
    {
        Requests += hits.Length;
        foreach (ref readonly var hit in hits)
        {
            First = First is { } first && first < hit.Bucket ? first : hit.Bucket;
            Last = Last is { } last && last > hit.Bucket ? last : hit.Bucket;
            if (hit.Kind == HitKind.PageView)
            {
                PageViews++;
                Unlocated += hit.Country.IsUnknown ? 1 : 0;
            }
            else if (hit.Kind == HitKind.Bot)
            {
                Bots++;
            }
        }
    }
}
