namespace Affluence.Gateway.Spool;

/// <summary>What a spool need not keep, and what it can't.</summary>
internal sealed class SpoolLimits(SpoolOptions options)
{
    /// <summary>However long the counter is away: by then no live figure is made of it.</summary>
    private static readonly TimeSpan LongestKept = TimeSpan.FromHours(1);

    /// <summary>
    /// Acknowledged, and for so long that a store which still has its memory must have made it safe. Nothing is told by silence: time
    /// counts up to the last answer of the counter.
    /// </summary>
    /// <param name="confirmedAt">When the counter last answered from the memory <paramref name="storeId"/>.</param>
    public bool IsSafe(SpooledBucket bucket, string? storeId, DateTimeOffset? confirmedAt, DateTimeOffset now) =>
        !bucket.IsInFlight
        && !bucket.Owes(storeId)
        && ((storeId is not null && confirmedAt - bucket.AcknowledgedAt >= options.KeepAcknowledged) || now - bucket.AcknowledgedAt > LongestKept);

    /// <summary>Too old to be sent. That its hits were dropped may still be told.</summary>
    public bool IsTooOld(SpooledBucket bucket, DateTimeOffset now) => !bucket.IsInFlight && bucket.Key.Bucket.End + options.MaxAge < now;

    /// <summary>Too old even to tell that its hits were dropped.</summary>
    public bool IsPast(SpooledBucket bucket, DateTimeOffset now) =>
        IsTooOld(bucket, now) && (!bucket.OwesDrops || bucket.Key.Bucket.End + (2 * options.MaxAge) < now);

    /// <summary>
    /// What has to go for the rest to fit: first what was acknowledged, then what a store forgot, then what it never had; of each the oldest
    /// first. Never what belongs to the newest bucket, which is still growing, and never the word of what was dropped, which is small.
    /// </summary>
    public IEnumerable<SpooledBucket> Excess(BatchSpool spool, string? storeId)
    {
        var excess = spool.Bytes - (spool.Slot is null ? options.MaxMemoryBytes : options.MaxBytes);
        if (excess <= 0)
        {
            yield break;
        }

        var newest = spool.Buckets.Last().Key.Bucket;
        var movable = spool.Buckets.Where(bucket =>
            bucket.Key.Bucket < newest && !bucket.IsInFlight && (bucket.OwesParts || !bucket.OwesDrops));
        foreach (var bucket in movable.OrderBy(bucket => bucket.OwesParts ? 2 : bucket.Owes(storeId) ? 1 : 0).ToList())
        {
            excess -= bucket.OwedBytes + bucket.KeptBytes + (bucket.OwesParts ? 0 : SpoolPart.Overhead);
            yield return bucket;
            if (excess <= 0)
            {
                yield break;
            }
        }
    }
}
