using Affluence.Hits;

namespace Affluence.Simulator.Import;

/// <summary>The requests of a log that were read until now.</summary>
internal sealed class ImportTotals
{
    public long Requests { get; private set; }

    public long PageViews { get; private set; }

    public long ServedPageViews { get; private set; }

    public long Bots { get; private set; }

    /// <summary>Page views from addresses that are in no country.</summary>
    public long Unlocated { get; private set; }

    /// <summary>The oldest bucket with a request.</summary>
    public Bucket? First { get; private set; }

    /// <summary>The newest one.</summary>
    public Bucket? Last { get; private set; }

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
                ServedPageViews += hit.Outcome == HitOutcome.Served ? 1 : 0;
                Unlocated += hit.Country.IsUnknown ? 1 : 0;
            }
            else if (hit.Kind == HitKind.Bot)
            {
                Bots++;
            }
        }
    }
}
