using System.Text.Json.Nodes;

namespace Affluence.Faults.Tests.Systems;

/// <summary>A gateway's account of its hits, as <c>GET /delivery</c> gives it.</summary>
/// <param name="Pending">On their way.</param>
/// <param name="Saved">Acknowledged, or on disk or being sent from there: these survive the gateway.</param>
/// <param name="Owed">Batches to be sent, first or again.</param>
/// <param name="Sealed">Of those on their way, whose country is not known yet: on disk, sealed.</param>
/// <param name="IsOpen">Whether the gateway has opened its spool, with its first flush; until then it does not know what it owes.</param>
internal sealed record Delivery(long Seen, long Recovered, long Acknowledged, long Pending, long Saved, long Dropped, long Unaccounted, int Owed, long Sealed, bool IsOpen, string? Trouble, string? StoreId)
{
    public static Delivery Read(JsonNode account)
    {
        var (stages, outbox) = (account["stages"]!, account["outbox"]!);
        return new Delivery(
            (long)account["seen"]!,
            (long)account["recovered"]!,
            (long)account["acknowledged"]!,
            (long)account["pending"]!,
            (long)account["acknowledged"]! + (long)stages["spooled"]! + (long)stages["inFlight"]!,
            account["dropped"]!.AsObject().Sum(reason => (long)reason.Value!),
            (long)account["unaccounted"]!,
            (int)outbox["owed"]!,
            (long)outbox["sealed"]!,
            outbox["file"] is not null || outbox["trouble"] is not null,
            (string?)outbox["trouble"],
            (string?)outbox["storeId"]);
    }
}
