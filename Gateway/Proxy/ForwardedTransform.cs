using Affluence.Gateway.Addresses;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Tells the site who asked, and how: <c>X-Forwarded-For</c> is the one address of the client as it is counted, <c>X-Forwarded-Proto</c> the
/// scheme of the connection, or what a trusted proxy that ended TLS says of it. Anything else that a client wrote under these names is gone.
/// </summary>
/// <param name="resolver">
/// Not made before the first request: YARP builds its transforms while it is mapped, and an unusable setting would come out as a fault of its.
/// </param>
internal sealed class ForwardedTransform(Lazy<ClientAddressResolver> resolver) : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var addresses = resolver.Value;
        var request = context.HttpContext.Request;
        var headers = context.ProxyRequest.Headers;
        if (addresses.Resolve(context.HttpContext) is { } client)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        }

        headers.TryAddWithoutValidation("X-Forwarded-Proto", VisitorScheme.Of(context.HttpContext, addresses));
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.ToString());
        return default;
    }
}
