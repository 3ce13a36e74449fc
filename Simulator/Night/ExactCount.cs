using System.Runtime.InteropServices;
using Affluence.Hits;

namespace Affluence.Simulator.Night;

/// <summary>Counts an evening exactly, with sets and no sketch: what the report should say. Takes the minutes in order.</summary>
internal sealed class ExactCount(Evening evening)
{
    private const int WindowMinutes = 5;

    private readonly Dictionary<VisitorKey, Seen> _visitors = [];
    private readonly Queue<Totals> _minutes = new();
    private Totals _totals = new();

    public void Add(in PlannedRequest request, CountryCode country, int minute)
    {
        _totals.Add(new Hit(default, request.Kind, request.Outcome, null, string.Empty, default));
        for (var part = 0; part < request.Parts; part++)
        {
            _totals.Add(new Hit(default, HitKind.Other, HitOutcome.Served, null, string.Empty, default));
        }

        if (request.Kind == HitKind.PageView)
        {
            var key = new VisitorKey(request.Reader.Address.Subscriber, request.Reader.UserAgent);
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_visitors, key, out var known);
            var before = known ? seen : new Seen(country, int.MinValue, int.MinValue);
            seen = request.Outcome == HitOutcome.Served ? before with { Served = minute } : before with { Refused = minute };
        }
    }

    /// <summary>Ends a minute, and tells of the window that ends with it.</summary>
    public TrueFigures Close(int minute)
    {
        _minutes.Enqueue(_totals);
        if (_minutes.Count > WindowMinutes)
        {
            _minutes.Dequeue();
        }

        var oldest = minute + 1 - WindowMinutes;
        int visitors = 0, refused = 0, turnedAway = 0;
        var countries = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, seen) in _visitors)
        {
            var (wasServed, wasRefused) = (seen.Served >= oldest, seen.Refused >= oldest);
            if (!wasServed && !wasRefused)
            {
                _visitors.Remove(key);
                continue;
            }

            refused += wasRefused ? 1 : 0;
            turnedAway += wasServed ? 0 : 1;
            if (wasServed)
            {
                visitors++;
                var code = seen.Country.ToString();
                countries[code] = countries.GetValueOrDefault(code) + 1;
            }
        }

        var figures = new TrueFigures(
            evening.InstantOf(minute + 1),
            visitors,
            countries,
            turnedAway,
            refused - turnedAway,
            PageViews.Of([.. _minutes]),
            PageViews.Of([_totals]),
            _minutes.Sum(totals => totals.BotRequests),
            _minutes.Sum(totals => totals.Requests));
        _totals = new Totals();
        return figures;
    }

    private readonly record struct VisitorKey(NetworkAddress Subscriber, string UserAgent);

    /// <param name="Served">The last minute with a served page view.</param>
    /// <param name="Refused">The last minute with a refused one.</param>
    private readonly record struct Seen(CountryCode Country, int Served, int Refused);
}
