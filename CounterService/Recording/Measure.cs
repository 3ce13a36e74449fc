namespace Affluence.Counter.Recording;

/// <summary>What a running total counts. The values are stored: never change one.</summary>
internal enum Measure
{
    ServedPageViews = 's',
    BotRequests = 'b',
    Requests = 'r',
    PageViews = 'p',
    ServedBySite = 'o',
    ServedByCache = 'c',
    ServedByStaleCache = 'x',
    RefusedByOriginError = '1',
    RefusedByTimeout = '2',
    RefusedByUnreachable = '3',
    RefusedByShed = '4',
    RefusedByWaiting = '5',
    RefusedByClientGone = '6',
}
