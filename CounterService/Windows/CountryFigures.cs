using Affluence.Counter.Recording;

namespace Affluence.Counter.Windows;

/// <summary>The figures of one country in a window, summed up shard by shard and total by total.</summary>
internal sealed class CountryFigures(CountryCode country)
{
    private readonly SketchError _error = new();
    private readonly SortedDictionary<Measure, long> _totals = [];
    private readonly Dictionary<VisitorClass, CauseFigures> _causes = [];

    public CountryCode Country => country;

    public long Visitors { get; private set; }

    public double StandardError => _error.Relative;

    public long RefusedVisitors { get; private set; }

    public long TurnedAway { get; private set; }

    /// <summary>Exact sums over writers and buckets; a measure that is missing is zero.</summary>
    public IReadOnlyDictionary<Measure, long> Totals => _totals;

    /// <summary>Of each cause that anybody met.</summary>
    public IReadOnlyDictionary<VisitorClass, CauseFigures> Causes => _causes;

    public void Add(ShardCount shard)
    {
        _error.Add(shard.Served);
        Visitors += shard.Served;
        RefusedVisitors += shard.Refused;
        TurnedAway += shard.TurnedAway;
        foreach (var cause in shard.Causes)
        {
            var before = _causes.GetValueOrDefault(cause.Class);
            _causes[cause.Class] = new CauseFigures(
                before.RefusedVisitors + cause.Refused, before.TurnedAway + Math.Max(0, cause.Union - shard.Served));
        }
    }

    public void Add(StoredTotal total) => _totals[total.Measure] = _totals.GetValueOrDefault(total.Measure) + total.Value;
}

/// <param name="RefusedVisitors">Met this cause, served or not.</param>
/// <param name="TurnedAway">Met this cause and were not served.</param>
internal readonly record struct CauseFigures(long RefusedVisitors, long TurnedAway);
