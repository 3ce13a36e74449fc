using Affluence.Hits;

namespace Affluence.Simulator.Certification;

/// <summary>The page views of one minute, counted with sets.</summary>
/// <param name="minute">Minutes since 1970.</param>
internal sealed class MinuteVisits(long minute)
{
    private readonly HashSet<ulong> _served = [];
    private readonly HashSet<ulong> _refused = [];

    public long Minute { get; } = minute;

    /// <summary>Visitors with a served page view.</summary>
    public IReadOnlySet<ulong> Served => _served;

    /// <summary>Visitors with a refused one.</summary>
    public IReadOnlySet<ulong> Refused => _refused;

    public long ServedPageViews { get; private set; }

    public long RefusedPageViews { get; private set; }

    public void Add(ulong visitor, HitOutcome outcome)
    {
        if (outcome == HitOutcome.Served)
        {
            ServedPageViews++;
            _served.Add(visitor);
        }
        else
        {
            RefusedPageViews++;
            _refused.Add(visitor);
        }
    }

    /// <summary>Takes in what another log has of the same minute.</summary>
    public void Add(MinuteVisits other)
    {
        ServedPageViews += other.ServedPageViews;
        RefusedPageViews += other.RefusedPageViews;
        _served.UnionWith(other._served);
        _refused.UnionWith(other._refused);
    }
}
