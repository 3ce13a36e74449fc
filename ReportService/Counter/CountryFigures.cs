namespace Affluence.Report.Counter;

/// <summary>One country's part of a window. What was refused is given by cause, as <c>origin_error</c>.</summary>
internal sealed record CountryFigures(
    CountryCode Country,
    long Visitors,
    long RefusedVisitors,
    long TurnedAway,
    long PageViews,
    long ServedPageViews,
    IReadOnlyDictionary<string, long> RefusedPageViews,
    IReadOnlyDictionary<string, CauseVisitors> RefusedVisitorsByCause,
    long BotRequests,
    long Requests)
{
    /// <summary>Of the served page views; null when a gateway did not tell where its answers came from.</summary>
    public CachedPageViews? FromCache { get; init; }

    /// <summary>
    /// Whether its writers told how many page views arrived. Those that don't leave it at nought, and nothing is served or refused that
    /// did not arrive.
    /// </summary>
    public bool ToldArrivals => PageViews > 0 || (ServedPageViews == 0 && RefusedPageViews.Values.Sum() == 0);

    /// <summary>Whether its writers told whom they refused for each cause: each refused page view was somebody's.</summary>
    public bool ToldVisitorsByCause => RefusedPageViews.Keys.All(RefusedVisitorsByCause.ContainsKey);
}
