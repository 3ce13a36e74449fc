namespace Affluence.Report.Counter;

/// <summary>The counter's figures of one window [end − length, end).</summary>
internal sealed record CounterWindow(
    DateTimeOffset End,
    TimeSpan Length,
    long Visitors,
    double StandardError,
    long TurnedAway,
    double TurnedAwayStandardError,
    IReadOnlyList<CountryFigures> Countries,
    IReadOnlyList<WriterStatus> Writers)
{
    private static readonly TimeSpan SilenceOfDelay = TimeSpan.FromSeconds(30);

    // The counter rounds each of its sketches to a whole visitor, and a small window is made of few of them.
    private const int RoundingSlack = 4;

    private const int StandardErrorsAllowed = 3;

    /// <summary>Hits that gateways saw and gave up: the other figures are too low by at most so many.</summary>
    public long DroppedHits { get; init; }

    /// <summary>Distinct networks of the visitors; null when a gateway of the window did not tell its own.</summary>
    public long? Networks { get; init; }

    public double NetworksStandardError { get; init; }

    /// <summary>Page views whose visitor was one too many of his network.</summary>
    public long FoldedPageViews { get; init; }

    /// <summary>Something that was counted in the window is retracted: it may be less than before.</summary>
    public bool HasRetractions { get; init; }

    /// <summary>A window of which nothing is known.</summary>
    public static CounterWindow Empty(DateTimeOffset end, TimeSpan length) => new(end, length, 0, 0, 0, 0, [], []);

    public long PageViews => Countries.Sum(country => country.PageViews);

    public long ServedPageViews => Countries.Sum(country => country.ServedPageViews);

    /// <summary>Of the served page views; null when a gateway of the window did not tell where its answers came from.</summary>
    public CachedPageViews? FromCache => Countries.Aggregate((CachedPageViews?)default(CachedPageViews), (sum, country) => sum + country.FromCache);

    public long RefusedPageViews => Countries.Sum(country => country.RefusedPageViews.Values.Sum());

    public IReadOnlyDictionary<string, long> RefusedByCause
    {
        get
        {
            var refused = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (cause, count) in Countries.SelectMany(country => country.RefusedPageViews))
            {
                refused[cause] = refused.GetValueOrDefault(cause) + count;
            }

            return refused;
        }
    }

    /// <summary>End of the newest bucket that any writer recorded; null when none did.</summary>
    public DateTimeOffset? NewestBucketEnd => Writers.Count == 0 ? null : Writers.Max(writer => writer.NewestBucketEnd);

    /// <summary>Writers that had been silent for 30 s when the window ended.</summary>
    public int DelayedWriters => Writers.Count(writer => End - writer.NewestBucketEnd >= SilenceOfDelay);

    /// <summary>
    /// Why the figures of the window can't be given, in one sentence; null when they can. Silence is not zero visitors, and more
    /// visitors than page views can't be: a sketch's own counter can be forged or damaged, and is trusted by the store.
    /// </summary>
    public string? Doubt
    {
        get
        {
            if (Writers.Count == 0)
            {
                return $"No gateway recorded anything in {(Length == TimeSpan.FromMinutes(1) ? "the minute" : $"the {Length.TotalMinutes:0} minutes")}, which is not the same as nobody being there.";
            }

            var tolerance = (StandardErrorsAllowed * StandardError * Visitors) + RoundingSlack;
            return Visitors > ServedPageViews + tolerance
                ? "The counter gave more visitors than page views, which can't be: its figures of this window are not shown."
                : null;
        }
    }
}
