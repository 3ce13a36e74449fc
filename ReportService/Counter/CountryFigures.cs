namespace Affluence.Report.Counter;

/// <summary>One country's part of a window. Refused page views are given by cause, as <c>origin_error</c>.</summary>
internal sealed record CountryFigures(
    CountryCode Country,
    long Visitors,
    long TurnedAway,
    long ServedPageViews,
    IReadOnlyDictionary<string, long> RefusedPageViews,
    long BotRequests,
    long Requests);
