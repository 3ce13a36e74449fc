using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Passes path and query on as the client wrote them. YARP writes the decoded path anew, so that <c>/a%2fb</c> reaches the site as
/// <c>/a%252fb</c>, and a page that the site alone would serve is not found behind the gateway.
/// </summary>
internal sealed class RawTargetTransform : RequestTransform
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        // Other forms ("*", or absolute for a proxy) are left to YARP.
        if (context.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target)
        {
            context.ProxyRequest.RequestUri = new Uri(context.DestinationPrefix.TrimEnd('/') + target, AsWritten);
        }

        return default;
    }
}
