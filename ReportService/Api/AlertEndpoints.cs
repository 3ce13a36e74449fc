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

    public static void MapAlerts(this IEndpointRouteBuilder api) =>
        api.MapRead("/alerts", GetAlerts, "limit")
            .Offers(Representation.Json)
            .RequireCredential(CredentialRole.Operator)
            .WithName("ListAlerts")
            .WithSummary("The latest alerts, and what became of them")
            .WithDescription($"Newest first; `limit` is {DefaultLimit} unless given, {LargestLimit} at most.")
            .Produces<AlertList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetAlerts(string? limit, AlertStore store)
    {
        var most = DefaultLimit;
        return limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is > 0 and <= LargestLimit)
            ? TypedResults.Ok(new AlertList(store.List(most)))
            : Problems.BadParameter("limit", $"{Parsed.Quote(limit)} is no number from 1 to {LargestLimit}.");
    }
}
