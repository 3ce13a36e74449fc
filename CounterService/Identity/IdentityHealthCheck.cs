using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Counter.Identity;

/// <summary>
/// Degraded while a key is missing. Never unhealthy: records and windows need none, and a gateway that waits for a healthy counter would serve
/// no pages.
/// </summary>
internal sealed class IdentityHealthCheck(IdentitySecrets secrets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = string.Join("; ", secrets.Troubles);
        return Task.FromResult(troubles.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(troubles));
    }
}
