using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>How long an answer is fresh, and what may be done with it afterwards (RFC 9111 section 4.2, RFC 5861).</summary>
/// <param name="InitialAge">Its age when it came (4.2.3).</param>
/// <param name="Lifetime">How old it may be and is still fresh (4.2.1).</param>
/// <param name="StaleWhileRevalidate">How long after that it may be used while it is asked for anew.</param>
/// <param name="Grace">How long after that it may be used when the site gives no better; zero where the site forbids it.</param>
/// <param name="NeedsValidation">Whether it may be used only after the site was asked, however fresh (<c>no-cache</c>).</param>
/// <param name="ForbidsStale">Whether it may never be used stale, even if the visitor would.</param>
internal readonly record struct Freshness(
    TimeSpan InitialAge, TimeSpan Lifetime, TimeSpan StaleWhileRevalidate, TimeSpan Grace, bool NeedsValidation, bool ForbidsStale)
{
    /// <summary>The part of the time since it was last changed for which a page is taken to stay as it is, where the site does not say (4.2.2).</summary>
    private const double HeuristicShare = 0.1;

    public static Freshness Of(ResponseFacts response, in LifetimePolicy policy)
    {
        var control = response.Control;
        return new Freshness(
            AgeOf(response),
            ExplicitLifetime(response) ?? policy.Lifetime ?? HeuristicLifetime(response, policy.LongestHeuristic),
            control.ForbidsStale ? TimeSpan.Zero : control.StaleWhileRevalidate ?? TimeSpan.Zero,
            control.ForbidsStale ? TimeSpan.Zero : control.StaleIfError ?? policy.Grace,
            control.NoCache,
            control.ForbidsStale);
    }

    /// <returns>What the site says; null if it says nothing.</returns>
    public static TimeSpan? ExplicitLifetime(ResponseFacts response)
    {
        if (response.Control.SharedMaxAge is { } shared)
        {
            return shared;
        }

        if (response.Control.MaxAge is { } maxAge)
        {
            return maxAge;
        }

        if (response.IsTargeted || response.Headers.Expires.Count == 0)
        {
            return null;
        }

        // What is no date has expired (5.3).
        var lifetime = HttpDate.TryParse(response.Headers.Expires, response.ReceivedAt, out var expires) ? expires - response.Date : TimeSpan.Zero;
        return lifetime > TimeSpan.Zero ? lifetime : TimeSpan.Zero;
    }

    private static TimeSpan HeuristicLifetime(ResponseFacts response, TimeSpan longest)
    {
        if (response.LastModified is not { } modified || modified >= response.Date)
        {
            return TimeSpan.Zero;
        }

        var lifetime = (response.Date - modified) * HeuristicShare;
        return lifetime < longest ? lifetime : longest;
    }

    private static TimeSpan AgeOf(ResponseFacts response)
    {
        // A date has no parts of a second.
        var apparent = TimeSpan.FromSeconds(DeltaSeconds.Of(response.ReceivedAt - response.Date));
        var corrected = ValueOf(response.Headers.Age) + (response.ReceivedAt - response.RequestedAt);
        var age = apparent > corrected ? apparent : corrected;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>Of several members the first counts, and one that is no number is ignored (5.1).</summary>
    private static TimeSpan ValueOf(StringValues lines)
    {
        foreach (var line in lines)
        {
            foreach (var member in new FieldMembers(line))
            {
                return DeltaSeconds.TryParse(member, out var age) ? age : TimeSpan.Zero;
            }
        }

        return TimeSpan.Zero;
    }
}

/// <summary>What the operator adds to what the site says.</summary>
/// <param name="Lifetime">For answers of which the site says nothing; null for a heuristic one.</param>
/// <param name="LongestHeuristic">Bound of a heuristic lifetime.</param>
/// <param name="Grace">For answers of which the site says nothing of <c>stale-if-error</c>.</param>
internal readonly record struct LifetimePolicy(TimeSpan? Lifetime, TimeSpan LongestHeuristic, TimeSpan Grace);
