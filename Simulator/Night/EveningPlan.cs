using System.Runtime.InteropServices;
using Affluence.Hits;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Traffic;

namespace Affluence.Simulator.Night;

/// <summary>
/// Plans an evening minute by minute: as many visitors arrive in each as it takes for the windows to hold what <see cref="Evening"/> asks
/// for, given those who are there already and how long they will stay. A whole visit is planned on arrival. Minutes are always planned from
/// the first on, so that a part of an evening is the same part of the whole.
/// </summary>
internal sealed class EveningPlan
{
    // The first visitors come an hour before the first minute that may be played, for by then the site has its usual coming and going.
    private const int WarmUp = 60;
    private const int PlannedFrom = Evening.FirstMinute - WarmUp;

    // The last visitors stay on after the end, and a page that is refused again and again makes the longest visit somewhat longer.
    private const int PlannedMinutes = Evening.EndMinute - PlannedFrom + (2 * (int)ReadingHabits.LongestVisit);

    // Requests a minute. Crawlers are few programs with fixed addresses; health checks come from fewer still.
    private const double CrawlerRequests = 300;
    private const double Probes = 12;
    private const int Crawlers = 40;
    private const int Monitors = 3;

    private const double FrenchShareInCanada = 0.22;
    private const double FrenchShareElsewhere = 0.05;

    private readonly Evening _evening;
    private readonly CountryNetworks _networks;
    private readonly int _seed;
    private readonly double _scale;
    private readonly CountryDraw _others;
    private readonly Reader[] _crawlers;
    private readonly Reader[] _monitors;
    private readonly WindowPresence _served = new(VisitorGroup.All.Count, PlannedMinutes);
    private readonly WindowPresence _turnedAway = new(VisitorGroup.All.Count, PlannedMinutes);
    private readonly List<PlannedRequest>?[] _buckets = new List<PlannedRequest>?[PlannedMinutes * Bucket.PerMinute];
    private readonly List<int> _pageViewMinutes = [];

    /// <param name="scale">Of the number of visitors, 1 for all.</param>
    public EveningPlan(Evening evening, CountryNetworks networks, int seed, double scale)
    {
        (_evening, _networks, _seed, _scale) = (evening, networks, seed, scale);
        _others = networks.Others(VisitorGroup.All.Select(group => group.Country).OfType<CountryCode>().ToHashSet());
        var random = SeededRandom.Of(seed);
        _crawlers = [.. Enumerable.Range(0, Crawlers).Select(_ => Program(UserAgents.Crawlers, random))];
        _monitors = [.. Enumerable.Range(0, Monitors).Select(_ => Program(UserAgents.Monitors, random))];
    }

    /// <summary>The minutes from the first that can be played, and those that lead in to it, until one, in order.</summary>
    /// <param name="until">Exclusive.</param>
    public IEnumerable<PlannedMinute> Minutes(int until)
    {
        for (var minute = 0; PlannedFrom + minute < until; minute++)
        {
            PlanVisitors(minute);
            PlanPrograms(minute);
            var buckets = new IReadOnlyList<PlannedRequest>[Bucket.PerMinute];
            for (var index = 0; index < buckets.Length; index++)
            {
                ref var planned = ref _buckets[(minute * Bucket.PerMinute) + index];
                buckets[index] = planned ?? [];
                planned = null;
            }

            if (PlannedFrom + minute >= Evening.FirstMinute - NightSettings.LeadIn)
            {
                yield return new PlannedMinute(PlannedFrom + minute, buckets);
            }
        }
    }

    private void PlanVisitors(int minute)
    {
        // Minutes here count from the first planned one; the evening's count from 23:00. A window ends with the next minute's beginning.
        var windowEnd = PlannedFrom + minute + 1;
        var ramp = Math.Min(1, (minute + 1.0) / WarmUp);
        var visitors = Divide(_evening.VisitorsAt(windowEnd), _scale * ramp);
        var turnedAway = Divide(_evening.TurnedAwayAt(windowEnd), _scale);
        for (var group = 0; group < visitors.Length; group++)
        {
            var random = SeededRandom.Of(_seed, _evening.Number, minute, group);
            while (_served.At(group, minute + 1) < visitors[group])
            {
                PlanVisit(minute, group, random);
            }

            while (_turnedAway.At(group, minute + 1) < turnedAway[group])
            {
                PlanTurnedAway(minute, group, random);
            }
        }
    }

    private static int[] Divide(double[] visitors, double scale)
    {
        var exact = visitors.Select(number => number * scale).ToArray();
        return WholeNumbers.Of(exact, (int)Math.Round(exact.Sum()));
    }

    private void PlanVisit(int arrival, int group, Random random)
    {
        var reader = DrawVisitor(group, random);
        var pages = ReadingHabits.DrawPages(random);
        var at = arrival + random.NextDouble();
        _pageViewMinutes.Clear();
        for (byte read = 0; read < pages && at - arrival < ReadingHabits.LongestVisit; read++)
        {
            for (var retry = 0; random.NextDouble() < _evening.ErrorShareAt(PlannedFrom + at); retry++)
            {
                Plan(at, new(reader, HitKind.PageView, ReadingHabits.DrawCause(PlannedFrom + at, random), read));
                at += ReadingHabits.DrawRetryPause(retry, random);
                if (retry == ReadingHabits.MaxRetries)
                {
                    _served.Add(group, CollectionsMarshal.AsSpan(_pageViewMinutes));
                    return;
                }
            }

            Plan(at, new(reader, HitKind.PageView, HitOutcome.Served, read));
            _pageViewMinutes.Add((int)at);
            at += ReadingHabits.DrawThinkingTime(random);
        }

        _served.Add(group, CollectionsMarshal.AsSpan(_pageViewMinutes));
    }

    private void PlanTurnedAway(int arrival, int group, Random random)
    {
        var reader = DrawVisitor(group, random);
        var attempts = ReadingHabits.DrawAttempts(random);
        var at = arrival + random.NextDouble();
        _pageViewMinutes.Clear();
        for (var attempt = 0; attempt < attempts && at - arrival < ReadingHabits.LongestVisit; attempt++)
        {
            Plan(at, new(reader, HitKind.PageView, ReadingHabits.DrawCause(PlannedFrom + at, random), 0));
            _pageViewMinutes.Add((int)at);
            at += ReadingHabits.DrawRetryPause(attempt, random);
        }

        _turnedAway.Add(group, CollectionsMarshal.AsSpan(_pageViewMinutes));
    }

    private void PlanPrograms(int minute)
    {
        var random = SeededRandom.Of(_seed, _evening.Number, minute, VisitorGroup.All.Count);
        PlanRequests(minute, CrawlerRequests, _crawlers, HitKind.Bot, random);
        PlanRequests(minute, Probes, _monitors, HitKind.Probe, random);
    }

    private void PlanRequests(int minute, double perMinute, Reader[] readers, HitKind kind, Random random)
    {
        var requests = (int)((perMinute * _scale) + random.NextDouble());
        for (var request = 0; request < requests; request++)
        {
            var at = minute + random.NextDouble();
            var outcome = random.NextDouble() < _evening.ErrorShareAt(PlannedFrom + at) ? HitOutcome.OriginError : HitOutcome.Served;
            Plan(at, new(readers[random.Next(readers.Length)], kind, outcome, 0));
        }
    }

    private void Plan(double at, PlannedRequest request)
    {
        ref var bucket = ref _buckets[(int)(at * Bucket.PerMinute)];
        (bucket ??= []).Add(request);
    }

    private Reader DrawVisitor(int group, Random random)
    {
        var country = VisitorGroup.All[group].Country ?? _others.Draw(random);
        var french = random.NextDouble() < (country.ToString() is "CA" ? FrenchShareInCanada : FrenchShareElsewhere);
        return new Reader(_networks.Draw(country, random), UserAgents.Browsers[random.Next(UserAgents.Browsers.Length)], french ? "fr" : "en");
    }

    private Reader Program(string[] userAgents, Random random) =>
        new(_networks.Draw(CountryCode.Parse("US"), random), userAgents[random.Next(userAgents.Length)], "en");
}
