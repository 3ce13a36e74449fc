using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Affluence.Gateway.Proxy;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Cache;

/// <summary>A request as the cache sees it.</summary>
/// <param name="Key">What it asks for.</param>
/// <param name="IsHead">Whether it wants the header alone.</param>
/// <param name="Control">What it says of caches.</param>
internal readonly record struct CacheRequest(CacheKey Key, bool IsHead, CacheControl Control)
{
    public static CacheKey KeyOf(HttpContext context, ClientAddressResolver addresses)
    {
        var request = context.Request;
        return new CacheKey(VisitorScheme.Of(context, addresses) == Uri.UriSchemeHttps, request.Headers.Host.ToString(), TargetOf(context));
    }

    /// <returns>
    /// Whether a stored answer can be one to it. Not if it has a body, which is no part of the key; if it wants another protocol; if its target
    /// is of a form that is for proxies; or if it depends on what only the site can compare (RFC 9111 section 4.3.2).
    /// </returns>
    public static bool CanBeAnswered(HttpContext context)
    {
        var headers = context.Request.Headers;
        return (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && TargetOf(context) is ['/', ..]
            && headers.IfMatch.Count == 0
            && headers.IfUnmodifiedSince.Count == 0
            && !(headers.ContentLength > 0)
            && headers.TransferEncoding.Count == 0
            && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true };
    }

    public static CacheControl ControlOf(IHeaderDictionary headers, RequestDirectivesPolicy policy)
    {
        if (headers.CacheControl.Count == 0)
        {
            // Before HTTP/1.1 that was how to ask for a newer page, and some still do (RFC 9111 section 5.4).
            return policy == RequestDirectivesPolicy.Honour && headers.Pragma.ToString().Contains("no-cache", StringComparison.OrdinalIgnoreCase)
                ? CacheControl.Nothing with { NoCache = true }
                : CacheControl.Nothing;
        }

        var control = CacheControl.Parse(headers.CacheControl);
        return policy == RequestDirectivesPolicy.Ignore ? CacheControl.Nothing with { NoStore = control.NoStore } : control;
    }

    private static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
}
