using System.Diagnostics;

namespace Affluence.Hits;

/// <summary>What a batch is about: one bucket of one writer under one identity.</summary>
public readonly record struct BatchKey(string WriterId, Bucket Bucket, uint Epoch);

/// <summary>
/// What is to be recorded of one bucket: new visitors, and the running totals of the countries that changed. Two batches with one key
/// merge into one that says all that both said, in whichever order they come.
/// </summary>
public sealed class Batch(BatchKey key, ActivityContext origin)
{
    /// <summary>More links make a span heavy, and a reader needs a few examples (the SDK's default limit).</summary>
    private const int MaxLinks = 128;

    private readonly Dictionary<CountryCode, CountryPart> _countries = [];
    private readonly List<ActivityContext> _links = [];
    private readonly List<ulong> _networks = [];

    public BatchKey Key { get; } = key;

    /// <summary>The span of the flush that made it, under which it is sent.</summary>
    public ActivityContext Origin { get; } = origin;

    /// <summary>Hits that are accounted for by this batch.</summary>
    public long Hits { get; private set; }

    public int Visitors { get; private set; }

    /// <summary>Running total of the hits of the bucket that the writer gave up.</summary>
    public long DroppedHits { get; set; }

    /// <summary>Running total of the page views of the bucket whose visitor counts as his network does.</summary>
    public long FoldedPageViews { get; set; }

    /// <summary>Whether the writer tells the networks of the bucket; without it, that there are none means nothing.</summary>
    public bool TellsNetworks { get; set; }

    /// <summary>Pseudonyms of networks that were served a page.</summary>
    public IReadOnlyList<ulong> Networks => _networks;

    public IReadOnlyDictionary<CountryCode, CountryPart> Countries => _countries;

    /// <summary>The requests that it carries, as far as they are traced.</summary>
    public IReadOnlyList<ActivityContext> Links => _links;

    public void CountHit() => Hits++;

    public void Link(ActivityContext request)
    {
        if (_links.Count < MaxLinks && request != default)
        {
            _links.Add(request);
        }
    }

    public void AddVisitor(CountryCode country, ulong visitor, HitOutcome outcome)
    {
        PartOf(country).VisitorsOf(outcome).Add(visitor);
        Visitors++;
    }

    public void AddVisitors(CountryCode country, IReadOnlyCollection<ulong> visitors, HitOutcome outcome)
    {
        if (visitors.Count > 0)
        {
            PartOf(country).VisitorsOf(outcome).AddRange(visitors);
            Visitors += visitors.Count;
        }
    }

    public void AddNetwork(ulong network) => _networks.Add(network);

    public void AddNetworks(IEnumerable<ulong> networks) => _networks.AddRange(networks);

    public void SetTotals(CountryCode country, Totals totals) => PartOf(country).Totals = totals;

    /// <summary>Takes in another batch of the same key, older or newer.</summary>
    public void Absorb(Batch other)
    {
        foreach (var (country, part) in other._countries)
        {
            var mine = PartOf(country);
            foreach (var (outcome, visitors) in part.Visitors)
            {
                mine.VisitorsOf(outcome).AddRange(visitors);
            }

            if (part.Totals is { } totals)
            {
                mine.Totals = mine.Totals is { } known ? known.Max(totals) : totals;
            }
        }

        foreach (var link in other._links)
        {
            Link(link);
        }

        Hits += other.Hits;
        Visitors += other.Visitors;
        DroppedHits = Math.Max(DroppedHits, other.DroppedHits);
        FoldedPageViews = Math.Max(FoldedPageViews, other.FoldedPageViews);
        TellsNetworks |= other.TellsNetworks;
        _networks.AddRange(other._networks);
    }

    private CountryPart PartOf(CountryCode country)
    {
        if (!_countries.TryGetValue(country, out var part))
        {
            _countries.Add(country, part = new CountryPart());
        }

        return part;
    }

    public sealed class CountryPart
    {
        private readonly Dictionary<HitOutcome, List<ulong>> _visitors = [];

        /// <summary>By what became of their page views; one who met several outcomes stands under each.</summary>
        public IReadOnlyDictionary<HitOutcome, List<ulong>> Visitors => _visitors;

        public Totals? Totals { get; set; }

        internal List<ulong> VisitorsOf(HitOutcome outcome)
        {
            if (!_visitors.TryGetValue(outcome, out var visitors))
            {
                _visitors.Add(outcome, visitors = []);
            }

            return visitors;
        }
    }
}
