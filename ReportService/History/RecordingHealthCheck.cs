using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Report.History;

/// <summary>Degraded while minutes wait too long to be put on record: what is told of them is older than it could be.</summary>
internal sealed class RecordingHealthCheck(RecordingBacklog backlog) : IHealthCheck
{
    private static readonly TimeSpan LongestHealthy = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(backlog switch
        {
            { FailingFor: { } failing } when failing > LongestHealthy => HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture, $"No minute could be put on record for {failing.TotalSeconds:0} s. {backlog.Failure}")),
            { BehindFor: { } behind } when behind > LongestHealthy => HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture, $"Minutes that wait to be put on record: {backlog.Minutes}; there have been some for {behind.TotalSeconds:0} s.")),
            _ => HealthCheckResult.Healthy(),
        });
}
