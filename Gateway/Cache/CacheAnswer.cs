namespace Affluence.Gateway.Cache;

/// <summary>Set as a feature of a request that the cache answered, for capture: such an answer is the site's own, and given without asking it.</summary>
internal sealed record CacheAnswer(AnswerSource Source)
{
    /// <summary>The site was asked by this very request, and what it said went through the cache.</summary>
    public static CacheAnswer FromSite { get; } = new(AnswerSource.Site);

    /// <summary>From the cache, fresh, or as the site said it to somebody else a moment ago.</summary>
    public static CacheAnswer Fresh { get; } = new(AnswerSource.Cache);

    /// <summary>From the cache, and stale.</summary>
    public static CacheAnswer Stale { get; } = new(AnswerSource.StaleCache);
}
