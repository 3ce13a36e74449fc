using System.Globalization;
using System.Text.Json;
using Affluence.Admission;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// The waiting room on the management port: <c>GET /waiting-room</c>, and for operators <c>POST /waiting-room/open</c>, <c>/close</c> and <c>/automatic</c>, at once or
/// at a set time (<c>?at=</c>). An order holds for all gateways, within seconds, and until the next one.
/// </summary>
internal static class RoomEndpoints
{
    private static readonly TimeSpan LongestNotice = TimeSpan.FromDays(365);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/waiting-room", (RoomBoard board, RoomClock clock, IOptions<WaitingRoomOptions> options) => TypedResults.Ok(AccountOf(board.Current, clock.Now, options.Value.Mode)));
        var orders = endpoints.MapGroup("/waiting-room").RefuseCrossSite().RequireCredential(CredentialRole.Operator);
        foreach (var (path, kind) in (IEnumerable<(string, RoomOrderKind)>)[("/open", RoomOrderKind.Open), ("/close", RoomOrderKind.Closed), ("/automatic", RoomOrderKind.Automatic)])
        {
            orders.MapPost(path, (string? at, RoomBoard board, RoomClock clock, IOptions<WaitingRoomOptions> options) => Give(kind, at, board, clock, options.Value.Mode));
        }
    }

    private static Results<Ok<RoomAccount>, ProblemHttpResult> Give(RoomOrderKind kind, string? at, RoomBoard board, RoomClock clock, WaitingRoomMode mode)
    {
        if (mode == WaitingRoomMode.Off)
        {
            return TypedResults.Problem($"{WaitingRoomOptions.Section}:Mode is Off.", statusCode: StatusCodes.Status409Conflict, title: "There is no waiting room.");
        }

        var now = clock.Now;
        var from = now;
        if (at is not null && !DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out from))
        {
            return TypedResults.Problem(
                $"at is '{at}', which is no instant as 2016-11-08T23:00:00-05:00 is (RFC 3339).", statusCode: StatusCodes.Status400BadRequest, title: "Not an instant.");
        }

        if (from - now > LongestNotice)
        {
            return TypedResults.Problem($"at is '{at}', which is more than a year ahead.", statusCode: StatusCodes.Status400BadRequest, title: "Too far ahead.");
        }

        var state = board.Current.State with { Order = new RoomOrder(kind, from < now ? now : from, now) };

        // What takes effect at once does so here; the counter tells the others.
        board.Post(RoomOpening.Decide(state, new AdmissionReading { KnownSince = DateTimeOffset.MaxValue }, now));
        return TypedResults.Ok(AccountOf(board.Current, clock.Now, mode));
    }

    private static RoomAccount AccountOf(RoomNotice notice, DateTimeOffset now, WaitingRoomMode mode)
    {
        var state = notice.State;
        return new RoomAccount(
            mode == WaitingRoomMode.Off ? "off" : state.IsOpen ? "open" : "closed",
            state.IsOpen ? state.OpenedAt : null,
            JsonNamingPolicy.CamelCase.ConvertName(state.Order.Kind.ToString()),
            state.Order.From > now ? state.Order.From : null,
            notice.Waiting,
            state.IsOpen ? state.Step.Target : null,
            state.IsOpen ? state.Frontier : null);
    }

    /// <param name="Room">open, closed or off.</param>
    /// <param name="OpenSince">When it was opened.</param>
    /// <param name="Order">What operators want: automatic, open or closed.</param>
    /// <param name="From">When that takes effect, if it does not yet.</param>
    /// <param name="Waiting">People who wait, at all gateways; an estimate.</param>
    /// <param name="Target">People that may be inside.</param>
    /// <param name="Frontier">Whoever arrived before it is let in.</param>
    private sealed record RoomAccount(
        string Room, DateTimeOffset? OpenSince, string Order, DateTimeOffset? From, int Waiting, int? Target, DateTimeOffset? Frontier);
}
