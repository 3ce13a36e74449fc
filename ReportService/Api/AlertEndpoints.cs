using Affluence.Report.Alerts;
using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Report.Api;

/// <summary>What was sent, what waits and what was given up, for operators.</summary>
internal static class AlertEndpoints
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    public static void MapAlerts(this IEndpointRouteBuilder api) =>
        api.MapRead("/alerts", GetAlerts, Paging.LimitParameter, Paging.CursorParameter)
            .Offers(Representation.Json)
            .RequireCredential(CredentialRole.Operator)
            .WithName("ListAlerts")
            .WithSummary("The latest alerts, and what became of them")
            .WithDescription($"Newest first; `limit` is {DefaultLimit} unless given, {LargestLimit} at most; `next` is where those before them are.")
            .Produces<AlertList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetAlerts(string? limit, string? cursor, AlertStore store, HttpContext context)
    {
        var (most, problem) = Paging.ReadLimit(limit, DefaultLimit, LargestLimit);
        if (problem is not null)
        {
            return problem;
        }

        var before = AlertPlace.Top;
        if (cursor is not null && !AlertPlace.TryParse(cursor, out before))
        {
            return Paging.WrongCursor(cursor);
        }

        var found = store.List(most + 1, before);
        return TypedResults.Ok(new AlertList(
            [.. found.Take(most).Select(one => one.Alert)],
            found.Count > most ? Paging.Next(context, Paging.CursorParameter, found[most - 1].Place.ToString()) : null));
    }
}
