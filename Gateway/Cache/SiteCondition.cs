namespace Affluence.Gateway.Cache;

/// <summary>Whether the site is in trouble just now. Whoever sees it fail or refuses on its behalf says so here; while it is, nobody's wish for a newer page is passed on.</summary>
internal sealed class SiteCondition
{
    /// <summary>How long after a failure the site is spared.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    private long _lastFailure = long.MinValue;

    /// <param name="now">Time since the start of the process, as everywhere in the cache.</param>
    public void Failed(TimeSpan now) => Interlocked.Exchange(ref _lastFailure, now.Ticks);

    public bool IsShortOfBreath(TimeSpan now)
    {
        var last = Interlocked.Read(ref _lastFailure);
        return last != long.MinValue && now.Ticks - last < Recovery.Ticks;
    }
}
