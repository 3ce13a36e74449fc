using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Report.Api;

/// <summary>Endpoints that change something: for operators alone, from no other site, and without query parameters.</summary>
internal static class ChangeEndpoints
{
    public static RouteHandlerBuilder MapChange(this IEndpointRouteBuilder endpoints, string method, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [method], handler)
            .AddEndpointFilter((invocation, next) =>
                ReadEndpoints.Refusal(invocation.HttpContext.Request.Query, []) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(invocation))
            .RefuseCrossSite()
            .RequireCredential(CredentialRole.Operator);
}
