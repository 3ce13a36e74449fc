using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Takes out request headers by which a visitor could tell the site who he is, where he comes from or what he asks for in another voice.
/// X-Forwarded-* is written anew by YARP from the connection; hop-by-hop headers it removes itself.
/// </summary>
internal sealed class HeaderPolicyTransform : RequestTransform
{
    private static readonly string[] Spoofable =
    [
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Original-For",
        "X-Original-URL", "X-Rewrite-URL", "X-Original-Host", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override",
    ];

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        foreach (var name in Spoofable)
        {
            context.ProxyRequest.Headers.Remove(name);
        }

        // CGI-like servers read X_Forwarded_For and X-Forwarded-For as one variable.
        foreach (var (name, _) in context.HttpContext.Request.Headers)
        {
            if (name.Contains('_', StringComparison.Ordinal))
            {
                context.ProxyRequest.Headers.Remove(name);
            }
        }

        return default;
    }
}
