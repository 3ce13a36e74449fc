using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Report.Api;

/// <summary>Server-sent events, which reach the client one by one whatever is between: the framework's own result says nothing to a proxy.</summary>
internal sealed class EventStreamResult(IAsyncEnumerable<SseItem<string>> events) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = Representation.EventStream.MediaType;
        response.Headers.CacheControl = "no-cache, no-store";

        // nginx would gather 4 KB before it hands anything on.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        // A comment: that the stream is open is known at once, and not with the first snapshot.
        await response.Body.WriteAsync(": open\n\n"u8.ToArray(), httpContext.RequestAborted);
        await response.Body.FlushAsync(httpContext.RequestAborted);
        await SseFormatter.WriteAsync(events, response.Body, httpContext.RequestAborted);
    }
}
