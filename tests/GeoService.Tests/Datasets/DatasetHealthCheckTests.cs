using Affluence.Geo;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.GeoService.Tests.Datasets;

public sealed class DatasetHealthCheckTests(BundledDataset bundled)
{
    [Theory]
    [InlineData(44, null, HealthStatus.Healthy, null)]
    [InlineData(45, null, HealthStatus.Healthy, "The country file is 45 days old.")]
    [InlineData(5_000, null, HealthStatus.Healthy, "The country file is 5000 days old.")]
    [InlineData(29, 30, HealthStatus.Healthy, null)]
    [InlineData(30, 30, HealthStatus.Degraded, "The country file is 30 days old. Geo:MaximumAge is 30.00:00:00.")]
    [InlineData(100, 365, HealthStatus.Healthy, "The country file is 100 days old.")]
    public void Check_FileOfSomeAge_IsDegradedFromTheAgeThatTheOperatorSetAlone(int days, int? maximum, HealthStatus status, string? description)
    {
        var now = bundled.Dataset.Description.BuildTime!.Value.AddDays(days).AddHours(1);

        var result = DatasetHealthCheck.Check(
            new(bundled.Dataset, now, ReloadError: null), now, maximum is { } limit ? TimeSpan.FromDays(limit) : null);

        Assert.Equal((status, description), (result.Status, result.Description));
    }

    [Fact]
    public void Check_NewerFileRefused_IsDegradedWithTheReason()
    {
        var now = bundled.Dataset.Description.BuildTime!.Value;

        var result = DatasetHealthCheck.Check(new(bundled.Dataset, now, "It is broken."), now, maximumAge: null);

        Assert.Equal((HealthStatus.Degraded, "It is broken."), (result.Status, result.Description));
    }
}
