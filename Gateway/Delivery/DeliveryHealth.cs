using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Degraded when hits have waited for the counter for long. Never unhealthy: pages are served all the same, and must not be taken out of
/// service for the sake of figures.
/// </summary>
internal sealed class DeliveryHealth(Outbox outbox, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lag = outbox.OldestBucket is { } oldest ? time.GetUtcNow() - oldest.End : TimeSpan.Zero;
        return Task.FromResult(lag <= Tolerated
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Hits have waited {lag.TotalSeconds:0} s for the counter."));
    }
}
