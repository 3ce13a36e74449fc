using System.Text.Json;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Privacy;

namespace Affluence.Gateway.Delivery;

/// <summary><c>GET /delivery</c> on the management port: the account of every hit since the start, and what the outbox holds.</summary>
internal static class DeliveryEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/delivery", (DeliveryLedger ledger, HitQueue queue, Outbox outbox, VisitorWishes wishes) =>
        {
            var (balance, status) = (ledger.Read(), outbox.Status);
            return TypedResults.Ok(new DeliveryAccount(
                balance.Seen,
                balance.Recovered,
                balance.Acknowledged,
                balance.Pending,
                Named(balance.Stages),
                Named(balance.Dropped),
                balance.Unaccounted,
                balance.LastDrop,
                queue.Count,
                wishes.PageViews,
                new OutboxAccount(
                    status.File, status.Trouble, status.AdoptedFiles, status.Owed, status.Kept, status.Bytes, status.OldestOwed?.Start, status.Sealed, status.StoreId)));
        });

    private static Dictionary<string, long> Named<T>(IReadOnlyDictionary<T, long> hits)
        where T : struct, Enum =>
        hits.ToDictionary(part => JsonNamingPolicy.CamelCase.ConvertName(part.Key.ToString()), part => part.Value);

    /// <summary>
    /// seen + recovered = acknowledged + pending + the sum of dropped, and pending is the sum of the stages; unaccounted is what does not
    /// come out. Anonymous page views are among the seen: their visitors asked not to be told apart.
    /// </summary>
    private sealed record DeliveryAccount(
        long Seen,
        long Recovered,
        long Acknowledged,
        long Pending,
        IReadOnlyDictionary<string, long> Stages,
        IReadOnlyDictionary<string, long> Dropped,
        long Unaccounted,
        DateTimeOffset? LastDrop,
        int QueueLength,
        long AnonymousPageViews,
        OutboxAccount Outbox);

    private sealed record OutboxAccount(
        string? File, string? Trouble, int AdoptedFiles, int Owed, int Kept, long Bytes, DateTimeOffset? OldestOwed, long Sealed, string? StoreId);
}
