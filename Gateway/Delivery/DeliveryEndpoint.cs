using Affluence.Gateway.Capture;

namespace Affluence.Gateway.Delivery;

/// <summary><c>GET /delivery</c> on the management port: the account of every hit since the start.</summary>
internal static class DeliveryEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/delivery", (DeliveryLedger ledger, HitQueue queue, Outbox outbox) =>
        {
            var balance = ledger.Read();
            return TypedResults.Ok(new DeliveryAccount(balance.Seen, balance.Acknowledged, balance.Pending, balance.Dropped, queue.Count, outbox.Count));
        });

    /// <summary>seen = acknowledged + pending + the sum of dropped.</summary>
    private sealed record DeliveryAccount(
        long Seen, long Acknowledged, long Pending, IReadOnlyDictionary<DropReason, long> Dropped, int QueuedHits, int OutboxBatches);
}
