using System.Globalization;
using System.Net;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Capture;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.RateLimit;

/// <summary>
/// Answers 429 to a client that asks for more than its share. It stands behind capture, so that who is refused here is counted as refused.
/// A client that a trusted proxy did not name can't be told from others, and is not limited.
/// </summary>
internal sealed class ClientRateLimit(
    RequestDelegate next, ClientAddressResolver addresses, IOptions<RateLimitOptions> options, GatewayMetrics metrics, TimeProvider time)
{
    private readonly ClientRates _rates = new(options.Value.Burst, options.Value.RequestsPerSecond);
    private readonly IReadOnlyList<IPNetwork> _exempt = options.Value.EffectiveExemptNetworks;
    private readonly long _start = time.GetTimestamp();

    public Task InvokeAsync(HttpContext context)
    {
        if (addresses.Resolve(context) is not { } client)
        {
            return next(context);
        }

        var wait = _rates.Take(client, time.GetElapsedTime(_start));
        return wait == TimeSpan.Zero || PrivateNetworks.Contain(_exempt, client) ? next(context) : Refuse(context, wait);
    }

    private Task Refuse(HttpContext context, TimeSpan wait)
    {
        metrics.RequestShed("client_rate");
        context.Features.Set(Refusal.Shed);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
