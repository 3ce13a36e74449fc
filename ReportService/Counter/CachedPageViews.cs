namespace Affluence.Report.Counter;

/// <summary>Served page views that a gateway's cache answered: all of them, and those for which it had but a stale page.</summary>
internal readonly record struct CachedPageViews(long All, long Stale)
{
    public static CachedPageViews operator +(CachedPageViews one, CachedPageViews other) => new(one.All + other.All, one.Stale + other.Stale);
}
