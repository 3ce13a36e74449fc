using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.OpenApi;

namespace Affluence.Report.Api;

/// <summary>Chooses the form of an answer before its handler runs, and refuses when there is none to the client's liking.</summary>
internal static class NegotiationFilter
{
    public const string Parameter = "format";

    /// <summary>The form chosen for this request.</summary>
    public static Representation Representation(this HttpContext context) => context.Features.GetRequiredFeature<Chosen>().Representation;

    public static RouteHandlerBuilder Offers(this RouteHandlerBuilder endpoint, params Representation[] offered)
    {
        if (offered.Length > 1)
        {
            Document(endpoint, offered);
        }

        endpoint.ProducesProblem(StatusCodes.Status406NotAcceptable);
        return endpoint.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            string? format = context.Request.Query[Parameter];
            if (format is not null && !offered.Any(candidate => candidate.Format == format))
            {
                var known = string.Join(", ", offered.Select(candidate => candidate.Format));
                return Problems.BadParameter(Parameter, $"{CivilTime.Parsed.Quote(format)} is unknown; it is one of {known}.");
            }

            if (offered.Length > 1)
            {
                context.Response.Headers.Vary = "Accept";
            }

            if (Api.Representation.Choose(format, context.Request.Headers.Accept, offered) is not { } chosen)
            {
                return Problems.NotAcceptable(offered.Select(candidate => candidate.MediaType));
            }

            context.Features.Set(new Chosen(chosen));
            return await next(invocation);
        });
    }

    // The handler does not take the parameter, so the generator of the API's description does not see it.
    private static void Document(RouteHandlerBuilder endpoint, Representation[] offered) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Parameter,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. offered.Select(candidate => JsonValue.Create(candidate.Format))] },
            });
            return Task.CompletedTask;
        });

    private sealed record Chosen(Representation Representation);
}
