using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Takes out request headers by which a visitor could tell the site who he is, where he comes from or what he asks for in another voice: those
/// that servers and clouds write for the program behind them, and that such a program therefore believes. Hop-by-hop headers YARP removes
/// itself; what the site may believe of the client, <see cref="ForwardedTransform"/> writes anew.
/// </summary>
internal sealed class HeaderPolicyTransform : RequestTransform
{
    /// <summary>An answer with this many parts is larger and dearer than the whole page, which the site gives when it is asked for no range.</summary>
    private const int MaxRanges = 10;

    private static readonly FrozenSet<string> Spoofable = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        // Who asks.
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "Client-IP", "Proxy-Client-IP", "WL-Proxy-Client-IP",
        "X-ProxyUser-Ip", "Fastly-Client-IP", "Remote-Addr", "Remote-User", "X-Remote-Addr", "X-Remote-IP", "X-Remote-User",
        "X-Client-Cert", "X-ARR-ClientCert", "X-ARR-SSL", "X-WebAuth-User", "X-Authenticated-User",
        // What is asked for.
        "X-Rewrite-URL", "X-Override-URL", "X-Host", "X-HTTP-Host-Override", "X-HTTP-DestinationURL", "X-HTTP-Method", "X-HTTP-Method-Override",
        "X-Method-Override", "X-Scheme", "X-URL-Scheme", "X-Backend-Host", "X-Forwarded", "Front-End-Https",
        // httpoxy: CGI makes HTTP_PROXY of it.
        "Proxy",
        // Traces begin here: see TraceRoot.
        "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context");

    private static readonly string[] SpoofablePrefixes =
    [
        "X-Forwarded-", "X-Original-", "X-Envoy-", "X-SSL-", "SSL-Client-", "CF-", "X-Azure-", "X-MS-CLIENT-PRINCIPAL", "MS-ASPNETCORE-",
        "X-Amzn-Oidc-", "X-Goog-", "X-AppEngine-",
    ];

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        foreach (var (name, value) in context.HttpContext.Request.Headers)
        {
            if (IsSpoofable(name) || IsVain(name, value))
            {
                RemoveHeader(context, name);
            }
        }

        return default;
    }

    private static bool IsSpoofable(string name)
    {
        // CGI-like servers read X_Forwarded_For and X-Forwarded-For as one variable.
        if (Spoofable.Contains(name) || name.Contains('_', StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var prefix in SpoofablePrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // YARP passes no trailers of a request on, so neither may their announcement.
    private static bool IsVain(string name, StringValues value) =>
        name.Equals("Trailer", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("Range", StringComparison.OrdinalIgnoreCase) && Ranges(value) > MaxRanges);

    private static int Ranges(StringValues values)
    {
        var ranges = 0;
        foreach (var value in values)
        {
            ranges += value.AsSpan().Count(',') + 1;
        }

        return ranges;
    }
}
