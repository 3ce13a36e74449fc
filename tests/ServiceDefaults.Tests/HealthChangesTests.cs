using Affluence.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Affluence.Tests;

public sealed class HealthChangesTests
{
    [Fact]
    public async Task Publish_StatusThatStays_IsLoggedOnce()
    {
        var logger = new FakeLogger<HealthChanges>();
        var changes = new HealthChanges(logger);
        foreach (var (status, description) in ((HealthStatus, string)[])
            [
                (HealthStatus.Healthy, "0 s old"), (HealthStatus.Degraded, "31 s old"), (HealthStatus.Degraded, "41 s old"),
                (HealthStatus.Unhealthy, "gone"), (HealthStatus.Unhealthy, "gone"), (HealthStatus.Healthy, "0 s old"), (HealthStatus.Healthy, "1 s old"),
                (HealthStatus.Degraded, "32 s old"),
            ])
        {
            await changes.PublishAsync(ReportOf(status, description), TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            [
                (LogLevel.Warning, "Health check dataset is Degraded: 31 s old"),
                (LogLevel.Warning, "Health check dataset is Unhealthy: gone"),
                (LogLevel.Information, "Health check dataset is Healthy again"),
                (LogLevel.Warning, "Health check dataset is Degraded: 32 s old"),
            ],
            logger.Collector.GetSnapshot().Select(entry => (entry.Level, entry.Message)));
    }

    private static HealthReport ReportOf(HealthStatus status, string description) => new(
        new Dictionary<string, HealthReportEntry> { ["dataset"] = new(status, description, TimeSpan.Zero, exception: null, data: null) }, TimeSpan.Zero);
}
