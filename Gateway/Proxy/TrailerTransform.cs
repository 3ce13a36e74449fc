using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Takes out the announcement of trailers where the trailers themselves can't follow: Kestrel sends none by HTTP/1.1, and YARP (2.3) passes
/// <c>Trailer</c> on all the same. A client that waits for what was announced takes the answer for one that was cut off.
/// </summary>
internal sealed class TrailerTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        var response = context.HttpContext.Response;
        if (!response.SupportsTrailers())
        {
            response.Headers.Remove(HeaderNames.Trailer);
        }

        return default;
    }
}
