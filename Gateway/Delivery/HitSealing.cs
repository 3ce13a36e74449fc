using Affluence.Gateway.Identity;
using Affluence.Gateway.Spool;

namespace Affluence.Gateway.Delivery;

/// <summary>Puts hits that wait for their country on disk, so that a crash does not lose them: sealed, since they hold an address.</summary>
internal sealed class HitSealing(IdentityRing identities, Outbox outbox)
{
    /// <summary>Those that are not on disk yet; without an identity, or a disk, they wait in memory alone.</summary>
    public void Seal(IEnumerable<WaitingHits> waiting)
    {
        foreach (var hits in waiting.Where(hits => hits.Sealed is null))
        {
            var buckets = hits.Hits.GroupBy(hit => hit.Bucket).ToList();
            if (buckets.TrueForAll(bucket => identities.For(bucket.Key).Count > 0))
            {
                // The newest one is handed out longest.
                hits.Sealed = outbox.TrySeal([.. buckets.Select(bucket => HitSeal.Seal(identities.For(bucket.Key)[^1], bucket.Key, [.. bucket]))]);
            }
        }
    }
}
