using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Report.Live;

internal sealed class LiveHealthCheck(CurrentSnapshot current) : IHealthCheck
{
    private static readonly TimeSpan OldestHealthy = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(current.Age switch
        {
            null => HealthCheckResult.Degraded(current.Failure ?? "No snapshot was composed yet."),
            { } age when age > OldestHealthy => HealthCheckResult.Degraded(
                string.Create(CultureInfo.InvariantCulture, $"The live snapshot is {age.TotalSeconds:0} s old. {current.Failure}")),
            _ => HealthCheckResult.Healthy(),
        });
}
