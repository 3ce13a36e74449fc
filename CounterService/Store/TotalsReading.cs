using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Sums up the totals of a window's minutes, without what was retracted.</summary>
/// <remarks>
/// A writer may have recorded the same under several sources, as where a log was imported under two names: then the larger of its totals
/// stands, as it does where a record comes twice.
/// </remarks>
internal sealed class TotalsReading
{
    private readonly List<StoredTotal> _totals = [];
    private readonly List<Heartbeat> _heartbeats = [];

    public IReadOnlyList<StoredTotal> Totals => _totals;

    public IReadOnlyList<Heartbeat> Heartbeats => _heartbeats;

    public long DroppedHits { get; private set; }

    public long FoldedPageViews { get; private set; }

    /// <param name="retracted">Sources of which nothing counts.</param>
    public void Add(MinutePart part, SortedSetEntry[] entries, IReadOnlySet<string> retracted)
    {
        Dictionary<string, double>? sourced = null;
        var named = Array.ConvertAll(entries, entry => (Name: SourceSuffix.Split(entry.Element.ToString()), entry.Score));
        foreach (var ((member, source), score) in named)
        {
            if (source is not null && !retracted.Contains(source) && part.Contains(TotalsMember.OffsetOf(member)))
            {
                sourced ??= new Dictionary<string, double>(StringComparer.Ordinal);
                sourced[member] = Math.Max(score, sourced.GetValueOrDefault(member));
            }
        }

        foreach (var ((member, source), score) in named)
        {
            if (source is null && part.Contains(TotalsMember.OffsetOf(member)))
            {
                Add(part, member, sourced is not null && sourced.Remove(member, out var other) ? Math.Max(score, other) : score);
            }
        }

        foreach (var (member, score) in sourced ?? [])
        {
            Add(part, member, score);
        }
    }

    private void Add(MinutePart part, string member, double score)
    {
        if (TotalsMember.IsHeartbeat(member))
        {
            _heartbeats.Add(new Heartbeat(
                TotalsMember.WriterOf(member), part.BucketAt(TotalsMember.OffsetOf(member)), score >= TotalsMember.TellsNetworks));
        }
        else if (TotalsMember.IsDroppedHits(member))
        {
            DroppedHits += (long)score;
        }
        else if (TotalsMember.IsFoldedPageViews(member))
        {
            FoldedPageViews += (long)score;
        }
        else
        {
            _totals.Add(new StoredTotal(TotalsMember.CountryOf(member), TotalsMember.MeasureOf(member), (long)score));
        }
    }
}
