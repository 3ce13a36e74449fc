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
        var peer = context.HttpContext.Connection.RemoteIpAddress;
        if (peer is not null && addresses.Resolve(peer, request.Headers["X-Forwarded-For"]) is { } client)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        }

        headers.TryAddWithoutValidation("X-Forwarded-Proto", VisitorScheme.Of(request, peer is not null && addresses.IsTrusted(peer)));
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.ToString());
        return default;
    }
}
