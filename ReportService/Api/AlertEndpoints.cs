using System.Globalization;
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
        api.MapRead("/alerts", GetAlerts, "limit", "state")
            .Offers(Representation.Json)
            .RequireCredential(CredentialRole.Operator)
            .WithName("ListAlerts")
            .WithSummary("The latest alerts, and what became of them")
            .WithDescription($"Newest first; `limit` is {DefaultLimit} unless given, {LargestLimit} at most. With `state` (pending, sent or failed) those of which a " +
                "delivery stands so: what was given up is found by state=failed.")
            .Produces<AlertList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetAlerts(string? limit, string? state, AlertStore store)
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

        var most = DefaultLimit;
        return limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is > 0 and <= LargestLimit)
            ? TypedResults.Ok(new AlertList(store.List(most, wanted)))
            : Problems.BadParameter("limit", $"{Parsed.Quote(limit)} is no number from 1 to {LargestLimit}.");
    }
}
