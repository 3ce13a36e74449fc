using Affluence.Gateway.Capture;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Degraded when figures are late, at risk or known to be too low. Never unhealthy: pages are served all the same, and must not be taken
/// out of service for the sake of figures.
/// </summary>
internal sealed class DeliveryHealth(Outbox outbox, DeliveryLedger ledger, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan ToleratedLag = TimeSpan.FromSeconds(30);

    /// <summary>As long as a window is that the dropped hits are missing from.</summary>
    private static readonly TimeSpan MemoryOfDrops = TimeSpan.FromMinutes(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var faults = Faults().ToList();
        return Task.FromResult(faults.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', faults)));
    }

    private IEnumerable<string> Faults()
    {
        var (now, status, balance) = (time.GetUtcNow(), outbox.Status, ledger.Read());
        if (status.OldestOwed is { } oldest && now - oldest.End > ToleratedLag)
        {
            yield return $"Hits have waited {(now - oldest.End).TotalSeconds:0} s for the counter.";
        }

        if (status.Trouble is { } trouble)
        {
            yield return $"Batches are kept in memory alone, and a crash would lose them: {trouble}.";
        }

        if (now - balance.LastDrop < MemoryOfDrops)
        {
            yield return $"{balance.Dropped.Values.Sum()} hits were given up since the start, the last at {balance.LastDrop:O}.";
        }

        if (balance.Unaccounted != 0)
        {
            yield return $"The account of hits does not balance: {balance.Unaccounted} are missing.";
        }
    }
}
