using Affluence.Counter.Recording;

namespace Affluence.Counter.Windows;

/// <summary>The figures of one country in a window, summed up shard by shard and total by total.</summary>
internal sealed class CountryFigures(CountryCode country)
{
    private readonly SketchError _error = new();
    private readonly SortedDictionary<Measure, long> _totals = [];

    public CountryCode Country => country;

    public long Visitors { get; private set; }

    public double StandardError => _error.Relative;

    public long RefusedVisitors { get; private set; }

    public long TurnedAway { get; private set; }

    /// <summary>Exact sums over writers and buckets; a measure that is missing is zero.</summary>
    public IReadOnlyDictionary<Measure, long> Totals => _totals;

    public void Add(ShardCount shard)
    {
        _error.Add(shard.Served);
        Visitors += shard.Served;
        RefusedVisitors += shard.Refused;
        TurnedAway += shard.TurnedAway;
    }

    public void Add(StoredTotal total) => _totals[total.Measure] = _totals.GetValueOrDefault(total.Measure) + total.Value;
}
