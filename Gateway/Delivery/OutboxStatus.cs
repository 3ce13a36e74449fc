namespace Affluence.Gateway.Delivery;

/// <summary>What the outbox holds at one moment.</summary>
/// <param name="File">The gateway's spool file; null if it has none.</param>
/// <param name="Trouble">Why batches are in memory alone; null: they are not, or were never meant to be on disk.</param>
/// <param name="AdoptedFiles">Files left by gateways that are gone, not yet sent.</param>
/// <param name="Owed">Batches to be sent.</param>
/// <param name="Kept">Batches that were acknowledged, and would be sent again to a store that forgot them.</param>
/// <param name="Bytes">Room that both take.</param>
/// <param name="OldestOwed">The oldest bucket to be sent.</param>
/// <param name="Sealed">Hits on disk that have no country yet, of this process and of earlier ones.</param>
/// <param name="StoreId">The memory of the store, as the counter last named it.</param>
internal sealed record OutboxStatus(
    string? File, string? Trouble, int AdoptedFiles, int Owed, int Kept, long Bytes, Bucket? OldestOwed, long Sealed, string? StoreId)
{
    public static OutboxStatus Unknown { get; } = new(null, null, 0, 0, 0, 0, null, 0, null);
}
