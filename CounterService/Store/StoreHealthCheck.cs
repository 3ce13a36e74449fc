using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Counter.Store;

/// <summary>Unhealthy while the store does not answer; degraded when it takes away what it should keep, where it tells so.</summary>
internal sealed class StoreHealthCheck(StoreConnection connection) : IHealthCheck
{
    private const string KeepsEverything = "noeviction";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var stats in await connection.ReadInfoAsync("stats", cancellationToken))
            {
                if (long.TryParse(stats.GetValueOrDefault("evicted_keys"), CultureInfo.InvariantCulture, out var evicted) && evicted > 0)
                {
                    return HealthCheckResult.Degraded($"The store evicted {evicted} keys: figures may be refused, give it more memory.");
                }
            }

            foreach (var memory in await connection.ReadInfoAsync("memory", cancellationToken))
            {
                var policy = memory.GetValueOrDefault("maxmemory_policy", KeepsEverything);
                if (policy != KeepsEverything)
                {
                    return HealthCheckResult.Degraded($"The store's maxmemory-policy is {policy}; it must be {KeepsEverything}.");
                }
            }

            return HealthCheckResult.Healthy();
        }
        catch (StoreException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
