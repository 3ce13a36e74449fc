using System.Text.Json;

namespace Affluence.Gateway.OriginLimit;

/// <summary><c>GET /origin</c> on the management port: whether the site is there, and how much of it is in use.</summary>
internal static class OriginEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/origin", (OriginGate gate) =>
        {
            var status = gate.Status;
            return TypedResults.Ok(new OriginAccount(
                status.AwayFor == OriginSign.Answered ? "present" : "away",
                status.AwayFor == OriginSign.Answered ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(status.AwayFor.ToString()),
                status.Limit,
                status.InFlight,
                status.Queued,
                Math.Round(status.Inflation, 2),
                status.MeanAnswerTime.TotalSeconds,
                status.LongestWait.TotalSeconds));
        });

    /// <param name="Site">present or away.</param>
    /// <param name="Cause">Of an absence: unreachable, silent or overloaded.</param>
    /// <param name="Limit">Requests that may be in flight.</param>
    /// <param name="InFlight">Requests in flight.</param>
    /// <param name="Queued">Requests that wait for a turn.</param>
    /// <param name="Inflation">How many times longer answers take than at half the load; 1 for a site at ease.</param>
    /// <param name="MeanAnswerSeconds">Moving mean of the time to the head of an answer.</param>
    /// <param name="LongestWaitSeconds">How long a request may wait for a turn at present.</param>
    private sealed record OriginAccount(
        string Site, string? Cause, int Limit, int InFlight, int Queued, double Inflation, double MeanAnswerSeconds, double LongestWaitSeconds);
}
