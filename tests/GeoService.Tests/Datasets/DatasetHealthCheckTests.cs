using Affluence.Geo;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.GeoService.Tests.Datasets;

public sealed class DatasetHealthCheckTests(BundledDataset bundled)
{
    [Theory]
    [InlineData(0, HealthStatus.Healthy, "The country file is 0 days old.")]
    [InlineData(29, HealthStatus.Healthy, "The country file is 29 days old.")]
    [InlineData(30, HealthStatus.Healthy, "The country file is 30 days old. Replace it before it is 90 days old.")]
    [InlineData(90, HealthStatus.Degraded, "The country file is 90 days old.")]
    public void Check_FileOfSomeAge_IsHealthyUpTo90Days(int days, HealthStatus status, string description)
    {
        var now = bundled.Dataset.Description.BuildTime!.Value.AddDays(days).AddHours(1);

        var result = DatasetHealthCheck.Check(new(bundled.Dataset, now, ReloadError: null), now);

        Assert.Equal((status, description), (result.Status, result.Description));
    }

    [Fact]
    public void Check_NewerFileRefused_IsDegradedWithTheReason()
    {
        var now = bundled.Dataset.Description.BuildTime!.Value;

        var result = DatasetHealthCheck.Check(new(bundled.Dataset, now, "It is broken."), now);

        Assert.Equal((HealthStatus.Degraded, "It is broken."), (result.Status, result.Description));
    }
}
