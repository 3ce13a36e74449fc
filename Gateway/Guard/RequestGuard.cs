using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Answers what no site should see, before anything is counted: names and methods that are not the site's, and message framing on which a
/// second server behind or before this one might disagree (request smuggling, RFC 9112 section 11.2).
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, IOptions<GuardOptions> options, GatewayMetrics metrics)
{
    private readonly HostNames _hosts = new(options.Value.EffectiveHosts);
    private readonly HashSet<string> _methods = new(options.Value.EffectiveMethods, StringComparer.Ordinal);
    private readonly long _maxBodyBytes = options.Value.MaxBodyBytes;
    private readonly string _allow = string.Join(", ", options.Value.EffectiveMethods);

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!_hosts.Contain(headers.Host))
        {
            return RejectAsync(context, StatusCodes.Status400BadRequest, "host");
        }

        if (!_methods.Contains(context.Request.Method))
        {
            context.Response.Headers.Allow = _allow;
            return RejectAsync(context, StatusCodes.Status405MethodNotAllowed, "method");
        }

        if (headers.TransferEncoding.Count > 0)
        {
            // Kestrel lets Transfer-Encoding win over Content-Length and keeps the loser under this name.
            if (headers.ContainsKey("X-Content-Length") || headers.ContentLength is not null)
            {
                return RejectAsync(context, StatusCodes.Status400BadRequest, "ambiguous_length");
            }

            // Kestrel takes the chunks apart and drops the header, and with it any other coding that the site would have to undo.
            if (!string.Equals(headers.TransferEncoding.ToString(), "chunked", StringComparison.OrdinalIgnoreCase))
            {
                return RejectAsync(context, StatusCodes.Status501NotImplemented, "transfer_coding");
            }
        }

        // Kestrel would notice while the body is read, when the site has already been asked.
        if (headers.ContentLength > _maxBodyBytes)
        {
            return RejectAsync(context, StatusCodes.Status413PayloadTooLarge, "body_size");
        }

        return headers.TransferEncoding.Count > 0 || headers.ContentLength > 0 ? PassWithBodyAsync(context) : next(context);
    }

    private async Task PassWithBodyAsync(HttpContext context)
    {
        await next(context);
        if (BrokenBody.FaultOf(context) is { } fault)
        {
            metrics.RequestRejected(fault);
        }
    }

    private Task RejectAsync(HttpContext context, int status, string reason)
    {
        metrics.RequestRejected(reason);
        context.Response.StatusCode = status;
        // What follows on this connection may not be where we think it begins.
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
