namespace Affluence.Report.Api;

/// <summary>Endpoints that only read: GET and HEAD, OPTIONS answered, and no query parameter silently ignored.</summary>
internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    /// <param name="parameters">Every query parameter the endpoint knows. An unknown one, as a typing error is, is refused.</param>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler, params string[] parameters) =>
        endpoints.MapMethods(pattern, Methods, handler).AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                var other = context.GetEndpoint()?.Metadata.GetMetadata<OtherMethod>();
                context.Response.Headers.Allow = string.Join(", ", other is null ? Methods : [.. Methods, other.Method]);
                return TypedResults.NoContent();
            }

            return Refusal(context.Request.Query, parameters) ?? await next(invocation);
        });

    /// <summary>Names a method that something else answers at the same address, for whoever asks by OPTIONS.</summary>
    public static RouteHandlerBuilder AlsoAnswers(this RouteHandlerBuilder endpoint, string method) => endpoint.WithMetadata(new OtherMethod(method));

    /// <summary>The problem to answer with when a query parameter is unknown or given twice.</summary>
    public static IResult? Refusal(IQueryCollection query, string[] parameters)
    {
        foreach (var (name, values) in query)
        {
            if (!parameters.Contains(name, StringComparer.Ordinal))
            {
                var known = parameters.Length == 0 ? "there are none" : $"known are {string.Join(", ", parameters)}";
                return Problems.BadParameter(CivilTime.Parsed.Quote(name).Trim('\''), $"is no parameter of this address; {known}.");
            }

            if (values.Count > 1)
            {
                return Problems.BadParameter(name, "is given more than once.");
            }
        }

        return null;
    }

    private sealed record OtherMethod(string Method);
}
