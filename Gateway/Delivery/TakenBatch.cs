using Affluence.Gateway.Spool;

namespace Affluence.Gateway.Delivery;

/// <summary>A batch on its way to the counter, taken from the outbox, which is to be told what became of it.</summary>
/// <param name="Spool">Where it was.</param>
/// <param name="Bucket">What is noted of it there.</param>
/// <param name="Batch">What is to be sent.</param>
/// <param name="OwedHits">Hits that the spool had noted as owed.</param>
/// <param name="Hits">Hits that were found with what was owed.</param>
/// <param name="Through">The newest part in it.</param>
/// <param name="OwedBytes">Room that the owed parts took.</param>
/// <param name="IsWhole">It holds what was acknowledged before, too.</param>
internal sealed record TakenBatch(
    BatchSpool Spool, SpooledBucket Bucket, Batch Batch, long OwedHits, long Hits, long Through, long OwedBytes, bool IsWhole);
