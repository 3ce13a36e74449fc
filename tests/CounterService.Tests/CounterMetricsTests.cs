using System.Diagnostics.Metrics;
using Affluence.Testing.Stores;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Affluence.Counter.Tests;

[Trait("Category", "Integration")]
public sealed class CounterMetricsTests
{
    [Fact]
    public async Task Records_AreCountedWithTheErrorOfThoseThatWereNotAdded()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var records = new MetricCollector<long>(meters, "Affluence.Counter", "affluence.counter.records");
        using var visitors = new MetricCollector<long>(meters, "Affluence.Counter", "affluence.counter.visitors_added");
        using var windows = new MetricCollector<double>(meters, "Affluence.Counter", "affluence.counter.window.duration");

        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1, 2, 3)));
        await Assert.ThrowsAsync<RpcException>(() => host.RecordAsync(Night.Record(Night.Eleven).By("")));
        await host.GetWindowAsync(Night.Window(Night.Eleven, minutes: 30));

        Assert.Equal(
            [(1, null), (1, (object?)"InvalidArgument")],
            records.GetMeasurementSnapshot().Select(record => (record.Value, record.Tags.GetValueOrDefault("error.type"))));
        Assert.Equal(3, Assert.Single(visitors.GetMeasurementSnapshot()).Value);
        var window = Assert.Single(windows.GetMeasurementSnapshot());
        Assert.Equal(1800L, window.Tags["affluence.window.length"]);
        Assert.True(window.Value > 0);
    }
}
