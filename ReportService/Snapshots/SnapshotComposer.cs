using Affluence.Report.CivilTime;
using Affluence.Report.Counter;

namespace Affluence.Report.Snapshots;

/// <summary>Puts a snapshot together from its parts. Nothing is asked, stored or remembered here.</summary>
internal sealed class SnapshotComposer(SiteCalendar calendar)
{
    private const string NoVisitors = "There are no visitors to be a share of.";
    private const string ArrivalsNotTold = "A gateway of this minute did not tell how many page views arrived.";

    public Snapshot Compose(SnapshotParts parts)
    {
        var (window, comparison) = (parts.FiveMinutes, parts.Comparison);
        var doubt = window.Doubt;
        long? visitors = doubt is null ? window.Visitors : null;
        var baselineVisitors = comparison.Minute.Figures?.Visitors;
        var ratio = visitors is { } now && baselineVisitors is { } then ? Shares.Ratio(now, then) : null;

        var snapshot = new Snapshot
        {
            At = calendar.Localize(window.End),
            Window = window.Length,
            Visitors = visitors,
            StandardError = doubt is null ? Math.Round(window.StandardError, 5) : null,
            Method = Snapshot.CurrentMethod,
            Final = parts.Final,
            Baseline = new Baseline(comparison.Moment.At, baselineVisitors, comparison.Median4Weeks, comparison.Moment.Note),
            Ratio = ratio,
            Surge = parts.Surge,
            Countries = doubt is null ? Countries(window, comparison) : [],
            PageViews = window.Writers.Count == 0 ? null : new PageViews(window.ServedPageViews, window.RefusedByCause),
            TurnedAway = doubt is null ? window.TurnedAway : null,
            TurnedAwayStandardError = doubt is null ? Math.Round(window.TurnedAwayStandardError, 1) : null,
            Refusals = doubt is null ? RefusalsOf(window) : null,
            Ledger = parts.Ledger.Ledger,
            Bots = window.Writers.Count == 0 ? null : window.Countries.Sum(country => country.BotRequests),
            Requests = window.Writers.Count == 0 ? null : window.Countries.Sum(country => country.Requests),
            Visitors1Minute = parts.OneMinute.Visitors,
            Visitors30Minutes = parts.ThirtyMinutes.Visitors,
            Quality = new Quality(
                Age(window.NewestBucketEnd, parts.ComposedAt),
                window.Writers.Count,
                window.DelayedWriters,
                doubt is null && window.Visitors > 0 ? Shares.Of(Unlocated(window), window.Visitors) : null,
                parts.ComposedAt,
                DroppedHits: window.Writers.Count == 0 ? null : window.DroppedHits),
            Unavailable = new Dictionary<string, string>(),
        };
        return snapshot with { Unavailable = Reasons(snapshot, parts, doubt) };
    }

    /// <summary>A minute whose figures the counter can't tell any more: on record as such, with nothing invented.</summary>
    public Snapshot ComposeLost(SnapshotParts parts, string reason)
    {
        var empty = Compose(parts);
        var unavailable = new SortedDictionary<string, string>(empty.Unavailable.ToDictionary(), StringComparer.Ordinal);
        foreach (var figure in unavailable.Keys.Where(figure => !figure.StartsWith("baseline.", StringComparison.Ordinal)).ToList())
        {
            unavailable[figure] = reason;
        }

        return empty with { Unavailable = unavailable };
    }

    private static List<CountryShare> Countries(CounterWindow window, Comparison comparison) =>
        [.. window.Countries
            .Where(country => country.Visitors > 0 || country.TurnedAway > 0)
            .OrderByDescending(country => country.Visitors)
            .ThenBy(country => country.Country)
            .Select(country => new CountryShare(
                country.Country,
                country.Visitors,
                window.Visitors == 0 ? null : Shares.Of(country.Visitors, window.Visitors),
                comparison.Minute.Figures is { } then ? Shares.Ratio(country.Visitors, then.Countries.GetValueOrDefault(country.Country)) : null,
                comparison.Minute.Figures is { } before ? Contribution(country, window, before) : null,
                comparison.ShareOf(country.Country),
                country.RefusedVisitors,
                country.TurnedAway))];

    private static double? Contribution(CountryFigures country, CounterWindow window, MinuteFigures then) =>
        Shares.Contribution(country.Visitors - then.Countries.GetValueOrDefault(country.Country), window.Visitors - then.Visitors);

    private static Refusals RefusalsOf(CounterWindow window)
    {
        var visitors = window.Countries.Sum(country => country.RefusedVisitors);
        return new Refusals(
            visitors,
            Math.Max(0, visitors - window.TurnedAway),
            window.Countries.All(country => country.ToldVisitorsByCause) ? RefusedVisitorsByCause(window) : null);
    }

    private static SortedDictionary<string, CauseRefusals> RefusedVisitorsByCause(CounterWindow window)
    {
        var refused = new SortedDictionary<string, CauseRefusals>(StringComparer.Ordinal);
        foreach (var (cause, visitors) in window.Countries.SelectMany(country => country.RefusedVisitorsByCause))
        {
            var sum = refused.GetValueOrDefault(cause, new CauseRefusals(0, 0));
            refused[cause] = new CauseRefusals(sum.Visitors + visitors.Refused, sum.TurnedAway + visitors.TurnedAway);
        }

        return refused;
    }

    private static long Unlocated(CounterWindow window) =>
        window.Countries.Where(country => country.Country.IsUnknown).Sum(country => country.Visitors);

    // A gateway's clock may run a little ahead of ours: nothing is younger than now.
    private static TimeSpan? Age(DateTimeOffset? newest, DateTimeOffset now) =>
        newest is { } end ? TimeSpan.FromSeconds(Math.Max(0, Math.Round((now - end).TotalSeconds))) : null;

    private static SortedDictionary<string, string> Reasons(Snapshot snapshot, SnapshotParts parts, string? doubt)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (doubt is not null)
        {
            string[] doubted = ["visitors", "standardError", "countries", "turnedAway", "turnedAwayStandardError", "refusals", "quality.unlocatedShare"];
            string[] uncounted = snapshot.PageViews is null ? ["pageViews", "bots", "requests", "quality.freshness", "quality.droppedHits"] : [];
            foreach (var figure in (string[])[.. doubted, .. uncounted])
            {
                reasons[figure] = doubt;
            }
        }
        else if (snapshot.Visitors == 0)
        {
            reasons["quality.unlocatedShare"] = NoVisitors;
        }

        if (snapshot.Countries.Any(country => country.Contribution is null))
        {
            reasons["countries.contribution"] = snapshot.Baseline.Visitors is null
                ? $"The same moment a week earlier is not known: {parts.Comparison.Minute.Reason}"
                : "There are no more visitors than at the same moment a week earlier, so there is no increase to be a part of.";
        }

        if (snapshot.Refusals is { ByCause: null })
        {
            reasons["refusals.byCause"] = "A gateway of this window did not tell whom it refused for which cause.";
        }

        if (snapshot.Ledger is { Arrived: null })
        {
            reasons["ledger.arrived"] = ArrivalsNotTold;
            reasons["ledger.imbalance"] = ArrivalsNotTold;
        }

        if (snapshot.Ledger is null)
        {
            reasons["ledger"] = parts.Ledger.Reason ?? throw new InvalidOperationException("There is no ledger and nobody said why.");
        }

        if (snapshot.Ratio is null)
        {
            reasons["ratio"] = doubt ?? (snapshot.Baseline.Visitors == 0
                ? "Nobody was there at the same moment a week earlier."
                : $"The same moment a week earlier is not known: {parts.Comparison.Minute.Reason}");
        }

        AddReason(reasons, "baseline.visitors", snapshot.Baseline.Visitors, parts.Comparison.Minute.Reason);
        AddReason(reasons, "baseline.median4Weeks", snapshot.Baseline.Median4Weeks, "Fewer than two of the four weeks before are known.");
        AddReason(reasons, "visitors1Minute", snapshot.Visitors1Minute, parts.OneMinute.Reason);
        AddReason(reasons, "visitors30Minutes", snapshot.Visitors30Minutes, parts.ThirtyMinutes.Reason);
        return reasons;
    }

    private static void AddReason<T>(SortedDictionary<string, string> reasons, string figure, T? value, string? reason)
        where T : struct
    {
        if (value is null)
        {
            reasons[figure] = reason ?? throw new InvalidOperationException($"{figure} is null and nobody said why.");
        }
    }
}
