namespace Affluence.Hits;

/// <summary>Running totals of one bucket and country, from the start of the bucket. They only grow.</summary>
public sealed class Totals
{
    private static readonly int Outcomes = Enum.GetValues<HitOutcome>().Length;

    private readonly long[] _pageViews = new long[Outcomes];

    public long Requests { get; private set; }

    public long BotRequests { get; private set; }

    /// <summary>Page views that arrived, counted apart from what became of them: the other side of the ledger.</summary>
    public long ArrivedPageViews { get; private set; }

    /// <summary>Totals as somebody else told them.</summary>
    /// <param name="pageViews">By outcome; those that are missing are zero.</param>
    public static Totals Of(long requests, long botRequests, long arrivedPageViews, IReadOnlyDictionary<HitOutcome, long> pageViews)
    {
        var totals = new Totals { Requests = requests, BotRequests = botRequests, ArrivedPageViews = arrivedPageViews };
        foreach (var (outcome, count) in pageViews)
        {
            totals._pageViews[(int)outcome] = count;
        }

        return totals;
    }

    public long PageViews(HitOutcome outcome) => _pageViews[(int)outcome];

    public void Add(in Hit hit) => Add(hit.Kind, hit.Outcome);

    public void Add(HitKind kind, HitOutcome outcome)
    {
        Requests++;
        switch (kind)
        {
            case HitKind.PageView:
                ArrivedPageViews++;
                _pageViews[(int)outcome]++;
                break;
            case HitKind.Bot:
                BotRequests++;
                break;
            case HitKind.Probe or HitKind.Other:
                break;
        }
    }

    /// <summary>Of two tellings of the same totals the later one, count by count: since they only grow, the larger.</summary>
    public Totals Max(Totals other)
    {
        var largest = new Totals
        {
            Requests = Math.Max(Requests, other.Requests),
            BotRequests = Math.Max(BotRequests, other.BotRequests),
            ArrivedPageViews = Math.Max(ArrivedPageViews, other.ArrivedPageViews),
        };
        for (var outcome = 0; outcome < Outcomes; outcome++)
        {
            largest._pageViews[outcome] = Math.Max(_pageViews[outcome], other._pageViews[outcome]);
        }

        return largest;
    }

    public Totals Copy()
    {
        var copy = new Totals { Requests = Requests, BotRequests = BotRequests, ArrivedPageViews = ArrivedPageViews };
        _pageViews.CopyTo(copy._pageViews, 0);
        return copy;
    }
}
