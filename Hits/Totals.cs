namespace Affluence.Hits;

/// <summary>Running totals of one bucket and country, from the start of the bucket. They only grow.</summary>
public sealed class Totals
{
    private static readonly int Outcomes = Enum.GetValues<HitOutcome>().Length;

    private static readonly int Sources = Enum.GetValues<AnswerSource>().Length;

    private static readonly Dictionary<RoomEvent, long> NoRoom = [];

    private readonly long[] _pageViews = new long[Outcomes];
    private readonly long[] _served = new long[Sources];

    private Dictionary<RoomEvent, long>? _room;

    public long Requests { get; private set; }

    public long BotRequests { get; private set; }

    /// <summary>Page views that arrived, counted apart from what became of them: the other side of the ledger.</summary>
    public long ArrivedPageViews { get; private set; }

    /// <summary>Totals as somebody else told them.</summary>
    /// <param name="pageViews">By outcome; those that are missing are zero.</param>
    /// <param name="served">Those served, by source; null if that was not told.</param>
    /// <param name="room">What happened in the waiting room; null if nothing did.</param>
    public static Totals Of(
        long requests,
        long botRequests,
        long arrivedPageViews,
        IReadOnlyDictionary<HitOutcome, long> pageViews,
        IReadOnlyDictionary<AnswerSource, long>? served = null,
        IReadOnlyDictionary<RoomEvent, long>? room = null)
    {
        var totals = new Totals { Requests = requests, BotRequests = botRequests, ArrivedPageViews = arrivedPageViews };
        foreach (var (outcome, count) in pageViews)
        {
            totals._pageViews[(int)outcome] = count;
        }

        foreach (var (source, count) in served ?? new Dictionary<AnswerSource, long>())
        {
            totals._served[(int)source] = count;
        }

        totals._room = room is { Count: > 0 } ? new(room) : null;
        return totals;
    }

    public long PageViews(HitOutcome outcome) => _pageViews[(int)outcome];

    /// <summary>Served page views whose answer came from there. What no hit said is in none, and so they may add up to fewer than were served.</summary>
    public long Served(AnswerSource source) => _served[(int)source];

    /// <summary>What happened in the waiting room, each event with how often.</summary>
    public IReadOnlyDictionary<RoomEvent, long> Room => _room ?? NoRoom;

    public void Add(in Hit hit) => Add(hit.Kind, hit.Outcome, hit.Source, hit.Room);

    public void Add(HitKind kind, HitOutcome outcome, AnswerSource? source, RoomEvent? room = null)
    {
        Requests++;
        if (room is { } happened)
        {
            _room ??= [];
            _room[happened] = _room.GetValueOrDefault(happened) + 1;
        }

        switch (kind)
        {
            case HitKind.PageView:
                ArrivedPageViews++;
                _pageViews[(int)outcome]++;
                if (outcome == HitOutcome.Served && source is { } from)
                {
                    _served[(int)from]++;
                }

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

        for (var source = 0; source < Sources; source++)
        {
            largest._served[source] = Math.Max(_served[source], other._served[source]);
        }

        largest._room = _room is null ? null : new(_room);
        foreach (var (happened, count) in other.Room)
        {
            largest._room ??= [];
            largest._room[happened] = Math.Max(count, largest._room.GetValueOrDefault(happened));
        }

        return largest;
    }

    public Totals Copy()
    {
        var copy = new Totals { Requests = Requests, BotRequests = BotRequests, ArrivedPageViews = ArrivedPageViews };
        _pageViews.CopyTo(copy._pageViews, 0);
        _served.CopyTo(copy._served, 0);
        copy._room = _room is null ? null : new(_room);
        return copy;
    }
}
