using Affluence.Report.Live;

namespace Affluence.Report.Api;

/// <summary>Has an endpoint's callers hold a place of a kind until they were answered in full.</summary>
internal static class PlaceFilter
{
    /// <summary>503 to whoever finds all taken, or all that one address may have.</summary>
    public static RouteHandlerBuilder TakesPlace(this RouteHandlerBuilder endpoint, PlaceKind kind) =>
        endpoint
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter((invocation, next) =>
            {
                var context = invocation.HttpContext;
                if (context.RequestServices.GetRequiredService<Places>().TryEnter(kind, context.Connection.RemoteIpAddress) is not { } place)
                {
                    return ValueTask.FromResult<object?>(Problems.Unavailable(context, "All places are taken, or all that one address may have."));
                }

                context.Response.RegisterForDispose(place);
                return next(invocation);
            });
}
