using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Report.Alerts;

/// <summary>Degraded while somebody who should have been told was not.</summary>
internal sealed class AlertHealthCheck(AlertWatcher watcher, AlertStore store, TimeProvider timeProvider) : IHealthCheck
{
    // Long enough for a person to see it after a night.
    private static readonly TimeSpan RememberFor = TimeSpan.FromHours(24);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (watcher.Failure is { } failure)
        {
            return Task.FromResult(HealthCheckResult.Degraded(failure));
        }

        try
        {
            return Task.FromResult(store.Troubled(timeProvider.GetUtcNow() - RememberFor) is { Count: > 0 } webhooks
                ? HealthCheckResult.Degraded($"Alerts could not be delivered to {string.Join(", ", webhooks)}.")
                : HealthCheckResult.Healthy());
        }
        catch (SqliteException exception)
        {
            return Task.FromResult(HealthCheckResult.Degraded("What was delivered can't be read.", exception));
        }
    }
}
