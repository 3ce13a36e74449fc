using Affluence.Report.CivilTime;
using Affluence.Report.Counter;
using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>
/// Puts a snapshot together: what was counted, and then the comparison, which can be made again of a stored snapshot when the past turns
/// out to have been another. Nothing is asked, stored or remembered here.
/// </summary>
internal sealed class SnapshotComposer(SiteCalendar calendar)
{
    private const string NoVisitors = "There are no visitors to be a share of.";
    private const string NetworksNotTold = "A gateway of this window did not tell the networks of its visitors.";
    private const string SourcesNotTold = "A gateway of this window did not tell where its answers came from.";
    private const string ArrivalsNotTold = "A gateway of this minute did not tell how many page views arrived.";

    // Whatever of the reasons the comparison gives, and takes back when it is made again.
    private static readonly string[] Compared = ["ratio", "countries.contribution", "baseline.visitors", "baseline.median4Weeks"];

    public Snapshot Compose(SnapshotParts parts, Comparison comparison, SurgeState surge) => Compare(Count(parts), comparison, surge);

    /// <summary>A minute whose figures the counter can't tell any more: on record as such, with nothing invented.</summary>
    public Snapshot ComposeLost(SnapshotParts parts, string reason, Comparison comparison, SurgeState surge)
    {
        var empty = Count(parts);
        var lost = empty with { Unavailable = empty.Unavailable.ToDictionary(figure => figure.Key, _ => reason) };
        return Compare(lost, comparison, surge);
    }

    /// <summary>The same count, held against an ordinary week.</summary>
    public static Snapshot Compare(Snapshot counted, Comparison comparison, SurgeState surge)
    {
        var then = comparison.Minute.Figures;
        var compared = counted with
        {
            Baseline = new Baseline(comparison.Moment.At, then?.Visitors, comparison.Median4Weeks, comparison.Note) { WeeksLeftOut = comparison.WeeksLeftOut },
            Ratio = counted.Visitors is { } now && then is not null ? Shares.Ratio(now, then.Visitors) : null,
            Surge = surge,
            Countries = [.. counted.Countries.Select(country => Compare(country, counted, comparison))],
        };
        return compared with { Unavailable = Reasons(compared, comparison) };
    }

    private static CountryShare Compare(CountryShare country, Snapshot counted, Comparison comparison)
    {
        if (comparison.Minute.Figures is not { } then)
        {
            return country with { Ratio = null, Contribution = null, BaselineShare = null };
        }

        var before = then.Countries.GetValueOrDefault(country.Code);
        return country with
        {
            Ratio = Shares.Ratio(country.Visitors, before),
            Contribution = counted.Visitors is { } visitors ? Shares.Contribution(country.Visitors - before, visitors - then.Visitors) : null,
            BaselineShare = comparison.ShareOf(country.Code),
        };
    }

    private static SortedDictionary<string, string> Reasons(Snapshot snapshot, Comparison comparison)
    {
        var reasons = new SortedDictionary<string, string>(snapshot.Unavailable.ToDictionary(), StringComparer.Ordinal);
        foreach (var figure in Compared)
        {
            reasons.Remove(figure);
        }

        var unknown = $"The same moment a week earlier is not known: {comparison.Minute.Reason}";
        if (snapshot.Countries.Any(country => country.Contribution is null))
        {
            reasons["countries.contribution"] = snapshot.Baseline.Visitors is null
                ? unknown
                : "There are no more visitors than at the same moment a week earlier, so there is no increase to be a part of.";
        }

        if (snapshot.Ratio is null)
        {
            reasons["ratio"] = reasons.GetValueOrDefault("visitors")
                ?? (snapshot.Baseline.Visitors == 0 ? "Nobody was there at the same moment a week earlier." : unknown);
        }

        AddReason(reasons, "baseline.visitors", snapshot.Baseline.Visitors, comparison.Minute.Reason);
        AddReason(
            reasons,
            "baseline.median4Weeks",
            snapshot.Baseline.Median4Weeks,
            snapshot.Baseline.WeeksLeftOut.Count == 0
                ? "Fewer than two of the four weeks before are known."
                : "Fewer than two of the four weeks before are known and did not lie in a surge.");
        return reasons;
    }

    private Snapshot Count(SnapshotParts parts)
    {
        var window = parts.FiveMinutes;
        var doubt = window.Doubt;
        var snapshot = new Snapshot
        {
            At = calendar.Localize(window.End),
            Window = window.Length,
            Visitors = doubt is null ? window.Visitors : null,
            StandardError = doubt is null ? Math.Round(window.StandardError, 5) : null,
            Networks = doubt is null ? window.Networks : null,
            NetworksStandardError = doubt is null && window.Networks is not null ? Math.Round(window.NetworksStandardError, 5) : null,
            Method = Snapshot.CurrentMethod,
            Final = false,
            Baseline = new Baseline(default, null, null, null),
            Surge = SurgeState.Unknown,
            Countries = doubt is null ? Countries(window) : [],
            PageViews = window.Writers.Count == 0 ? null : PageViewsOf(window),
            TurnedAway = doubt is null ? window.TurnedAway : null,
            TurnedAwayStandardError = doubt is null ? Math.Round(window.TurnedAwayStandardError, 1) : null,
            Refusals = doubt is null ? RefusalsOf(window) : null,
            Room = parts.Room.Figures is { OpenSince: { } since } room ? room with { OpenSince = calendar.Localize(since) } : parts.Room.Figures,
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
                DroppedHits: window.Writers.Count == 0 ? null : window.DroppedHits,
                FoldedPageViews: window.Writers.Count == 0 ? null : window.FoldedPageViews),
            Unavailable = new Dictionary<string, string>(),
        };
        return snapshot with { Unavailable = Reasons(snapshot, parts, doubt) };
    }

    private static PageViews PageViewsOf(CounterWindow window) => new(window.ServedPageViews, window.RefusedByCause)
    {
        FromCache = window.FromCache?.All,
        FromCacheStale = window.FromCache?.Stale,
    };

    private static List<CountryShare> Countries(CounterWindow window) =>
        [.. window.Countries
            .Where(country => country.Visitors > 0 || country.TurnedAway > 0)
            .OrderByDescending(country => country.Visitors)
            .ThenBy(country => country.Country)
            .Select(country => new CountryShare(
                country.Country,
                country.Visitors,
                window.Visitors == 0 ? null : Shares.Of(country.Visitors, window.Visitors),
                Ratio: null,
                Contribution: null,
                BaselineShare: null,
                country.RefusedVisitors,
                country.TurnedAway))];

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
            string[] doubted =
            [
                "visitors", "standardError", "networks", "networksStandardError", "countries", "turnedAway", "turnedAwayStandardError", "refusals",
                "quality.unlocatedShare",
            ];
            string[] uncounted = snapshot.PageViews is null
                ? ["pageViews", "bots", "requests", "quality.freshness", "quality.droppedHits", "quality.foldedPageViews"]
                : [];
            foreach (var figure in (string[])[.. doubted, .. uncounted])
            {
                reasons[figure] = doubt;
            }
        }
        else if (snapshot.Visitors == 0)
        {
            reasons["quality.unlocatedShare"] = NoVisitors;
        }

        if (doubt is null && snapshot.Networks is null)
        {
            reasons["networks"] = NetworksNotTold;
            reasons["networksStandardError"] = NetworksNotTold;
        }

        if (snapshot.PageViews is { FromCache: null })
        {
            reasons["pageViews.fromCache"] = SourcesNotTold;
            reasons["pageViews.fromCacheStale"] = SourcesNotTold;
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

        if (snapshot.Room is null)
        {
            reasons["room"] = parts.Room.Reason ?? throw new InvalidOperationException("The waiting room is not known and nobody said why.");
        }

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
