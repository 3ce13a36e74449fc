using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Site.Knobs;

/// <summary>
/// Turns the knobs while the site runs: <c>GET</c> and <c>PUT /knobs</c>, and <c>POST /knobs/presets/{name}</c> without a body, for
/// buttons. On the management port, and only for callers on this machine.
/// </summary>
internal static class KnobEndpoints
{
    private const int LongestBody = 4096;

    private static readonly (string Name, SiteKnobs Knobs)[] Presets =
    [
        ("healthy", SiteKnobs.Healthy),
        ("slow", SiteKnobs.Slow),
        ("overloaded", SiteKnobs.Overloaded),
        ("failing", SiteKnobs.Failing),
    ];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var knobs = endpoints.MapGroup("/knobs").AddEndpointFilter(RefuseOthersThanOperators);
        knobs.MapGet("", (KnobPanel panel) => panel.Current);
        knobs.MapPut("", PutAsync);
        foreach (var preset in Presets)
        {
            knobs.MapPost($"/presets/{preset.Name}", (KnobPanel panel) =>
            {
                panel.Set(preset.Knobs);
                return panel.Current;
            });
        }
    }

    private static async Task<IResult> PutAsync(HttpRequest request, KnobPanel panel, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return TypedResults.Problem("The knobs are sent as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > LongestBody)
        {
            return TypedResults.Problem($"The body has at most {LongestBody} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        // A body in chunks does not say its length; the server counts it, and answers 413 where it goes over.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestBody;
        }

        var change = await KnobChange.ReadAsync(request.Body, cancellationToken);
        var faults = change.Faults.Count > 0 ? change.Faults : panel.Apply(change);
        return faults.Count > 0
            ? TypedResults.ValidationProblem(faults, "No knob was turned.")
            : TypedResults.Ok(panel.Current);
    }

    /// <summary>
    /// Lets only this machine in, and no web page: a page open in the operator's browser could post to loopback too, but then the
    /// browser says so by Origin, or sends the page's own name as Host if that was made to resolve to loopback.
    /// </summary>
    private static async ValueTask<object?> RefuseOthersThanOperators(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return IsLoopback(context.HttpContext.Connection.RemoteIpAddress) && IsLoopback(request.Host) && request.Headers.Origin.Count == 0
            ? await next(context)
            : TypedResults.Problem("The knobs answer only callers on this machine, and no web page.", statusCode: StatusCodes.Status403Forbidden);
    }

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopback(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IsLoopback(address));
}
