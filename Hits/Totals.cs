
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

    public Totals Copy()
    {
        var copy = new Totals { Requests = Requests, BotRequests = BotRequests, ArrivedPageViews = ArrivedPageViews };
        _pageViews.CopyTo(copy._pageViews, 0);
        return copy;
    }
}
