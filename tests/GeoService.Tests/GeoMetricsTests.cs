using System.Diagnostics.Metrics;
using Affluence.Geo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.GeoService.Tests;

public sealed class GeoMetricsTests(BundledDataset bundled)
{
    /// <summary>From the file's own date and not from when it was read: an old file that is read anew is old.</summary>
    [Fact]
    public void DatasetAge_OfAFile_IsTheTimeSinceItWasBuilt()
    {
        var age = TimeSpan.FromDays(45) + TimeSpan.FromSeconds(7);
        var time = new FakeTimeProvider(bundled.Dataset.Description.BuildTime!.Value + age);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var current = new CurrentDataset();
        current.Replace(new DatasetState(bundled.Dataset, time.GetUtcNow(), ReloadError: null));
        _ = new GeoMetrics(meters, current, time);
        using var collector = new MetricCollector<double>(meters, GeoMetrics.MeterName, "affluence.geo.dataset.age");

        collector.RecordObservableInstruments();
        time.Advance(TimeSpan.FromHours(1));
        collector.RecordObservableInstruments();

        Assert.Equal([age.TotalSeconds, age.TotalSeconds + 3600], collector.GetMeasurementSnapshot().Select(measurement => measurement.Value));
        Assert.Equal("s", collector.Instrument!.Unit);
    }
}
