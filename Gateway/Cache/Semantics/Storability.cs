using System.Collections.Frozen;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What of a request decides whether its answer may be stored.</summary>
/// <param name="Control">Its directives.</param>
/// <param name="HasAuthorization">Whether it names somebody (RFC 9111 section 3.5).</param>
/// <param name="HasCookie">Whether it may name somebody: then a site that says nothing has not said that all may see the answer.</param>
internal readonly record struct RequestFacts(CacheControl Control, bool HasAuthorization, bool HasCookie);

/// <summary>Whether a shared cache may store an answer (RFC 9111 section 3).</summary>
internal static class Storability
{
    /// <summary>Those whose meaning for a cache is known here (<c>must-understand</c>).</summary>
    private static readonly FrozenSet<int> Understood =
        FrozenSet.Create(200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 421, 429, 451, 500, 501, 502, 503, 504);

    /// <summary>Those that may be stored where the site says nothing of how long (RFC 9110 section 15.1).</summary>
    private static readonly FrozenSet<int> Heuristic = FrozenSet.Create(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    /// <param name="request">What was asked.</param>
    /// <param name="response">What the site answered.</param>
    /// <param name="rule">What the operator has set for the path, if anything.</param>
    public static bool Allows(in RequestFacts request, ResponseFacts response, CacheRule? rule)
    {
        var control = response.Control;

        // Parts are not stored, and neither is what only a request of ours can have brought about.
        if (response.Status is < 200 or 206 or 304 or 416 || request.Control.NoStore || control.Private)
        {
            return false;
        }

        if (control.MustUnderstand ? !Understood.Contains(response.Status) : control.NoStore)
        {
            return false;
        }

        if (request.HasAuthorization && !(control.Public || control.MustRevalidate || control.SharedMaxAge is not null))
        {
            return false;
        }

        if (response.Headers.SetCookie.Count > 0 && rule?.StripSetCookie != true)
        {
            return false;
        }

        return Freshness.ExplicitLifetime(response) is not null || MayBeGuessed(request, response, rule);
    }

    /// <summary>Without a lifetime, a rule or a validator the answer could not be used again, so it is not kept.</summary>
    private static bool MayBeGuessed(in RequestFacts request, ResponseFacts response, CacheRule? rule) =>
        (response.Control.Public || (Heuristic.Contains(response.Status) && !request.HasCookie))
        && (rule?.Lifetime is not null || response.Validators.Any);
}
