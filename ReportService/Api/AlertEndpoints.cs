using Affluence.Report.Alerts;
using Affluence.Report.CivilTime;
using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Report.Api;

/// <summary>What was sent, what waits and what was given up, for operators.</summary>
internal static class AlertEndpoints
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    private static readonly Dictionary<string, DeliveryState> States =
        new() { ["pending"] = DeliveryState.Pending, ["sent"] = DeliveryState.Sent, ["failed"] = DeliveryState.Failed };

    public static void MapAlerts(this IEndpointRouteBuilder api) =>
        api.MapRead("/alerts", GetAlerts, Paging.LimitParameter, Paging.CursorParameter, "state")
            .Offers(Representation.Json)
            .RequireCredential(CredentialRole.Operator)
            .WithName("ListAlerts")
            .WithSummary("The latest alerts, and what became of them")
            .WithDescription($"Newest first; `limit` is {DefaultLimit} unless given, {LargestLimit} at most; `next` is where those before them are. " +
                "With `state` (pending, sent or failed) those of which a delivery stands so: what was given up is found by state=failed.")
            .Produces<AlertList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetAlerts(string? limit, string? cursor, string? state, AlertStore store, HttpContext context)
    {
        DeliveryState? wanted = null;
        if (state is not null)
        {
            if (!States.TryGetValue(state, out var known))
            {
                return Problems.BadParameter("state", $"{Parsed.Quote(state)} is unknown; it is one of {string.Join(", ", States.Keys)}.");
            }

            wanted = known;
        }

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

        var found = store.List(most + 1, before, wanted);
        return TypedResults.Ok(new AlertList(
            [.. found.Take(most).Select(one => one.Alert)],
            found.Count > most ? Paging.Next(context, Paging.CursorParameter, found[most - 1].Place.ToString()) : null));
    }
}
