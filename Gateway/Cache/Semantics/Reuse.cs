namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What a stored answer is good for at one moment (RFC 9111 section 4).</summary>
internal enum ReuseKind
{
    /// <summary>It is the answer.</summary>
    Fresh,

    /// <summary>It is the answer, and is asked for anew behind the visitor's back (RFC 5861 section 3).</summary>
    StaleWhileRevalidate,

    /// <summary>It is the answer, for the visitor said that he takes it stale (5.2.1.2).</summary>
    StaleByWish,

    /// <summary>It would be the answer, if the visitor had not asked for a newer one (5.2.1.1, 5.2.1.3, 5.2.1.4).</summary>
    ValidateByWish,

    /// <summary>The site must be asked.</summary>
    Validate,
}

/// <summary>Judges a stored answer.</summary>
internal static class Reuse
{
    /// <param name="freshness">Of the stored answer.</param>
    /// <param name="age">Of the stored answer, now.</param>
    /// <param name="request">What the visitor says of caches.</param>
    public static ReuseKind Judge(in Freshness freshness, TimeSpan age, CacheControl request)
    {
        if (freshness.NeedsValidation)
        {
            return ReuseKind.Validate;
        }

        var left = freshness.Lifetime - age;
        if (left > TimeSpan.Zero)
        {
            return request.NoCache || age > request.MaxAge || left < request.MinFresh ? ReuseKind.ValidateByWish : ReuseKind.Fresh;
        }

        if (freshness.ForbidsStale || request.NoCache || age > request.MaxAge)
        {
            return ReuseKind.Validate;
        }

        if (-left <= request.MaxStale)
        {
            return ReuseKind.StaleByWish;
        }

        return -left < freshness.StaleWhileRevalidate && request.MinFresh is null ? ReuseKind.StaleWhileRevalidate : ReuseKind.Validate;
    }

    /// <returns>Whether the stored answer may be given when the site gives none, or a fault (RFC 5861 section 4).</returns>
    public static bool IsAllowedOnError(in Freshness freshness, TimeSpan age) =>
        !freshness.NeedsValidation && (age < freshness.Lifetime || age - freshness.Lifetime < freshness.Grace);

    /// <summary>Answers of the site that are no better than a stale one. 501 says that the site will never know better.</summary>
    public static bool IsFault(int status) => status >= 500 && status != 501;
}
