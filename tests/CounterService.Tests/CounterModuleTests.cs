using System.Diagnostics;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Counter.Tests;

[Trait("Category", "Integration")]
public sealed class CounterModuleTests
{
    [Theory]
    [InlineData("Counter:BucketRetention", "00:05:59", "Counter:BucketRetention is 00:05:59, but must be from 00:06:00 to 1.00:00:00.")]
    [InlineData("Counter:MinuteRetention", "00:30:00", "Counter:MinuteRetention is 00:30:00, but must be more than 00:30:00 (the longest window) and at most 7.00:00:00.")]
    [InlineData("Counter:BucketRetention", "03:00:00", "Counter:MinuteRetention is 02:00:00, but must be at least Counter:BucketRetention (03:00:00).")]
    [InlineData("Counter:StoreTimeout", "00:00:00", "Counter:StoreTimeout is 00:00:00, but must be from 00:00:00.0100000 to 00:01:00.")]
    [InlineData("Counter:RotationHour", "24", "Counter:RotationHour is 24, but must be an hour of the day, 0 to 23.")]
    [InlineData("SiteTime:TimeZone", "Toronto", "SiteTime:TimeZone is 'Toronto', which is no zone of the IANA time zone database 2026f (for example America/Toronto).")]
    public async Task Start_WithASettingOutOfRange_IsRefusedByNameValueAndRule(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => CounterHost.StartAsync("127.0.0.1:1", settings: (key, value)));

        Assert.Contains(message, string.Join('\n', error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAnUnreadableConnectionString_IsRefusedWithoutRepeatingIt()
    {
        var error = await Assert.ThrowsAsync<InvalidSettingException>(() => CounterHost.StartAsync("127.0.0.1:6379,password=hunter2,ssl=perhaps"));

        Assert.StartsWith("ConnectionStrings:redis ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", StatusCode.OK)]
    [InlineData("Production", StatusCode.Unimplemented)]
    public async Task Reflection_IsThereInDevelopmentOnly(string environment, StatusCode expected)
    {
        await using var host = await CounterHost.StartAsync("127.0.0.1:1", environment: environment);

        Assert.Equal(expected, await Reflection.AskAsync(host.Channel, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Record_MakesOneSpanPerPipeline_WithoutVisitors()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Affluence.Counter",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await host.GetWindowAsync(Night.Window(Night.Eleven));
        ActivitySource.AddActivityListener(listener);

        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));

        // Other tests' hosts make spans too: ours are those to this store.
        var ours = spans.Where(span => (int?)span.GetTagItem("server.port") == store.Port).ToList();
        Assert.InRange(ours.Count, 4, 8);
        Assert.All(ours, span => Assert.Equal(
            ("PIPELINE", ActivityKind.Client, "redis", "127.0.0.1"),
            (span.DisplayName, span.Kind, span.GetTagItem("db.system.name"), span.GetTagItem("server.address"))));
        Assert.All(ours, span => Assert.True((int)span.GetTagItem("db.operation.batch.size")! > 0));
    }
}
