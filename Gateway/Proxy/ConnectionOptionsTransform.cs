using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>Takes out of an answer the fields that its <c>Connection</c> names, which are for the next hop alone (RFC 9110 section 7.6.1); YARP takes out the fixed ones.</summary>
internal sealed class ConnectionOptionsTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } response)
        {
            foreach (var option in response.Headers.Connection)
            {
                context.HttpContext.Response.Headers.Remove(option);
            }
        }

        return default;
    }
}
