using System.Diagnostics;

namespace Affluence.Hits;

/// <summary>
/// One request that ended, as capture saw it. It holds the address and the user agent in clear, and so lives in memory only, until
/// delivery has turned them into a country and a pseudonym.
/// </summary>
/// <param name="Bucket">When the outcome was known, by the gateway's clock.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Address">The client, or null if a trusted proxy did not say.</param>
/// <param name="UserAgent">As sent, cut to <see cref="VisitorHasher.MaxUserAgentLength"/>; empty if none.</param>
/// <param name="Trace">The request's span if it is recorded, to link the batch to it.</param>
/// <param name="IsAnonymous">Whether its visitor is not to be told apart: the hit counts in every total, and is given no pseudonym.</param>
/// <param name="Source">Where the answer came from; null if nobody said.</param>
/// <param name="Room">What it says of the waiting room; null for all that have nothing to do with it.</param>
public readonly record struct Hit(
    Bucket Bucket,
    HitKind Kind,
    HitOutcome Outcome,
    NetworkAddress? Address,
    string UserAgent,
    ActivityContext Trace,
    bool IsAnonymous = false,
    AnswerSource? Source = null,
    RoomEvent? Room = null);

/// <summary>What a request is, for the figures.</summary>
public enum HitKind : byte
{
    /// <summary>A navigation for an HTML document: the only kind that makes a visitor present.</summary>
    PageView,

    /// <summary>A part of a page, a redirect, a poll or any other request.</summary>
    Other,

    /// <summary>A health or uptime check.</summary>
    Probe,

    /// <summary>Any request by a client that calls itself a bot.</summary>
    Bot,
}

/// <summary>Whether the visitor got an answer of the site, and if not, why not.</summary>
public enum HitOutcome : byte
{
    Served,
    OriginError,
    Timeout,
    Unreachable,
    Shed,
    Waiting,
    ClientGone,
}

/// <summary>Where an answer came from.</summary>
public enum AnswerSource : byte
{
    /// <summary>The site was asked for it.</summary>
    Site,

    /// <summary>The gateway had it.</summary>
    Cache,

    /// <summary>The gateway had it, and it was stale.</summary>
    StaleCache,
}
