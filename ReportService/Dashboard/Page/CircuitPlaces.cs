using Affluence.Report.Live;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Report.Dashboard.Page;

/// <summary>
/// Bounds the connections by which dashboards live, in all and of one address. Each holds a circuit, which is memory of the report's for as long
/// as it lasts, and anybody may open one.
/// </summary>
internal static class CircuitPlaces
{
    private const string Connection = "/_blazor";
    private const int RetryAfterSeconds = 30;

    /// <summary>
    /// 503 to whoever finds all taken. 426 to what is no WebSocket: long polling is a new request each time, which nothing counts; a page that
    /// can't have a WebSocket loads itself again each minute.
    /// </summary>
    public static IApplicationBuilder UseCircuitPlaces(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments(Connection, out var rest) || rest.Value is { Length: > 1 })
        {
            await next(context);
            return;
        }

        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return;
        }

        using var place = context.RequestServices.GetRequiredService<Places>().TryEnter(PlaceKind.Circuit, context.Connection.RemoteIpAddress);
        if (place is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            return;
        }

        // As long as the WebSocket is open.
        await next(context);
    });
}
