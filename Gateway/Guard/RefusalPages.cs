using System.Collections.Frozen;
using Affluence.Gateway.Cache;
using Affluence.Gateway.Capture;
using Yarp.ReverseProxy.Model;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Gives the gateway's own answers (400, 405, 408, 413, 429, 501 to 504) a short page in English and French. What the site answers passes as it
/// is, with a body or without; what Kestrel refuses before any middleware has no body.
/// </summary>
internal sealed class RefusalPages(RequestDelegate next)
{
    private static readonly FrozenDictionary<int, byte[]> Pages = RefusalText.All.ToFrozenDictionary(text => text.Key, text => RefusalPage.Write(text.Key, text.Value));

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (!context.Response.HasStarted && Pages.TryGetValue(context.Response.StatusCode, out var page) && IsOurs(context))
        {
            await WriteAsync(context, page);
        }
    }

    /// <summary>The gateway refused, neither the proxy nor the cache was asked, or the proxy says that it has no answer of the site.</summary>
    private static bool IsOurs(HttpContext context) =>
        context.Features.Get<Refusal>() is not null
        || context.GetForwarderErrorFeature() is not null
        || (context.Features.Get<IReverseProxyFeature>() is null && context.Features.Get<CacheAnswer>() is null);

    private static Task WriteAsync(HttpContext context, byte[] page)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.ContentType = "text/html; charset=utf-8";
        headers.ContentLanguage = "en, fr";
        headers.ContentLength = page.Length;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = RefusalPage.ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(page, context.RequestAborted).AsTask();
    }
}
