using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Site.Knobs;

/// <summary>
/// Turns the knobs while the site runs: <c>GET</c> and <c>PUT /knobs</c>, and <c>POST /knobs/presets/{name}</c> without a body, for
/// buttons. On the management port, and for operators only.
/// </summary>
internal static class KnobEndpoints
{
    private const int LongestBody = 4096;

    private static readonly (string Name, SiteKnobs Knobs)[] Presets =
    [
        ("healthy", SiteKnobs.Healthy),
        ("slow", SiteKnobs.Slow),
        ("overloaded", SiteKnobs.Overloaded),
        ("collapsing", SiteKnobs.Collapsing),
        ("failing", SiteKnobs.Failing),
    ];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var knobs = endpoints.MapGroup("/knobs").RefuseCrossSite().RequireCredential(CredentialRole.Operator);
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
}
