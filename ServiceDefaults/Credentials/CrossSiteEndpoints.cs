using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Endpoints that change something, and that no page of another site may reach through a browser.</summary>
public static class CrossSiteEndpoints
{
    private const string Json = "application/json";

    /// <summary>
    /// Answers 403 to a request whose Origin names another host, and 415 to a body that is not <c>application/json</c>: a form sends
    /// none, and a script of another site must ask first, which nobody answers here. A request without a body, as a button's, needs no type.
    /// </summary>
    public static TBuilder RefuseCrossSite<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var guarded = endpoint.RequestDelegate ?? throw new InvalidOperationException($"{endpoint.DisplayName} answers nothing.");
            endpoint.Metadata.Add(Refusals.Describe(StatusCodes.Status403Forbidden));
            endpoint.Metadata.Add(Refusals.Describe(StatusCodes.Status415UnsupportedMediaType));
            endpoint.RequestDelegate = context => Refusal(context)?.ExecuteAsync(context) ?? guarded(context);
        });
        return builder;
    }

    private static IResult? Refusal(HttpContext context)
    {
        if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsOurs(origin.ToString(), context.Request.Host))
        {
            return TypedResults.Problem(
                "The Origin header names another host than the one asked.", statusCode: StatusCodes.Status403Forbidden, title: "Not from another site.");
        }

        return HasBody(context) && !IsJson(context.Request.ContentType)
            ? TypedResults.Problem($"Send it as {Json}.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "Not this media type.")
            : null;
    }

    // By host and port and not by scheme: TLS may end in front of us. An Origin of "null" is a page without one.
    private static bool IsOurs(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Host.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? page.Port == port : page.IsDefaultPort);

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true || context.Request.ContentType is not null;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
