using System.Globalization;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>Why a request was passed on (RFC 9211 section 2.2).</summary>
internal enum ForwardReason
{
    /// <summary>Nothing is stored.</summary>
    UriMiss,

    /// <summary>Something is stored, and was chosen by other request fields.</summary>
    VaryMiss,

    /// <summary>What is stored is stale.</summary>
    Stale,

    /// <summary>The visitor asked for a newer answer.</summary>
    Request,

    /// <summary>The method is none that a cache answers.</summary>
    Method,

    /// <summary>The answer is known to be none that is stored, or the request is none that a cache answers.</summary>
    Bypass,
}

/// <summary>Writes our member of the <c>Cache-Status</c> field (RFC 9211).</summary>
internal static class CacheStatus
{
    public const string Name = "Cache-Status";

    /// <param name="left">Until the answer is stale; negative since it is.</param>
    public static string Hit(TimeSpan left) => string.Create(CultureInfo.InvariantCulture, $"affluence; hit; ttl={DeltaSeconds.Of(left)}");

    /// <param name="reason">Why the site was asked.</param>
    /// <param name="status">What it answered; null if nothing.</param>
    /// <param name="stored">Whether the answer was stored.</param>
    /// <param name="collapsed">Whether it was asked on behalf of somebody else.</param>
    /// <param name="detail">What else there is to say, a token; null for nothing.</param>
    public static string Forwarded(ForwardReason reason, int? status, bool stored = false, bool collapsed = false, string? detail = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"affluence; fwd={NameOf(reason)}{(status is { } code ? $"; fwd-status={code}" : "")}{(stored ? "; stored" : "")}{(collapsed ? "; collapsed" : "")}{(detail is null ? "" : $"; detail={detail}")}");

    private static string NameOf(ForwardReason reason) => reason switch
    {
        ForwardReason.UriMiss => "uri-miss",
        ForwardReason.VaryMiss => "vary-miss",
        ForwardReason.Stale => "stale",
        ForwardReason.Request => "request",
        ForwardReason.Method => "method",
        _ => "bypass",
    };
}
