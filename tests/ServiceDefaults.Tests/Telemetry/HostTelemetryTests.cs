using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Affluence.Tests.Telemetry;

/// <summary>What a host exports, as an exporter sees it.</summary>
public sealed class HostTelemetryTests
{
    private static readonly Dictionary<string, string?> Exporting = new()
    {
        // Nobody listens there; the exporters under test are in memory.
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9",
    };

    [Fact]
    public async Task Resource_IsWhatTheOrchestratorCallsIt()
    {
        await using var named = await TestService.StartAsync(settings: new Dictionary<string, string?>(Exporting)
        {
            ["OTEL_SERVICE_NAME"] = "geo-eu",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=geo-abcdefgh",
        });
        await using var unnamed = await TestService.StartAsync();

        foreach (var provider in (BaseProvider[])
            [named.Services.GetRequiredService<MeterProvider>(), named.Services.GetRequiredService<TracerProvider>(), named.Services.GetRequiredService<LoggerProvider>()])
        {
            var attributes = provider.GetResource().Attributes.ToDictionary();
            Assert.Equal(("geo-eu", "geo-abcdefgh"), (attributes["service.name"], attributes["service.instance.id"]));
        }

        Assert.Equal("geo", unnamed.Services.GetRequiredService<MeterProvider>().GetResource().Attributes.ToDictionary()["service.name"]);
    }

    [Fact]
    public async Task Log_IsRenderedAndLinkedToATraceThatIsKeptAlone()
    {
        var logs = new List<LogRecord>();
        await using var service = await TestService.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddInMemoryExporter(logs)), settings: Exporting);
        var logger = service.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Affluence.Test");

        using (var kept = new Activity("kept") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
        {
            Say(logger, "kept");
        }

        using (new Activity("left out").Start())
        {
            Say(logger, "left out");
        }

        var said = logs.Where(record => record.CategoryName == "Affluence.Test").ToList();
        Assert.Equal(["3 hits were kept", "3 hits were left out"], said.Select(record => record.FormattedMessage));
        Assert.NotEqual(default, said[0].TraceId);
        Assert.Equal((default, default), (said[1].TraceId, said[1].SpanId));
    }

    [Fact]
    public async Task Metrics_OfTwoHostsInOneProcess_AreEachItsOwn()
    {
        await using var first = await TestService.StartAsync();
        await using var second = await TestService.StartAsync();
        first.Services.GetRequiredService<IMeterFactory>().Create("Affluence.First").CreateCounter<int>("affluence.first", "{hit}", "Of the first.").Add(1);
        second.Services.GetRequiredService<IMeterFactory>().Create("Affluence.Second").CreateCounter<int>("affluence.second", "{hit}", "Of the second.").Add(1);
        using var client = new HttpClient();
        await client.GetAsync(new Uri(first.Management, "/alive"));

        var ofFirst = await client.GetStringAsync(new Uri(first.Management, "/metrics"));
        var ofSecond = await client.GetStringAsync(new Uri(second.Management, "/metrics"));

        Assert.Contains("affluence_first", ofFirst, StringComparison.Ordinal);
        Assert.DoesNotContain("affluence_second", ofFirst, StringComparison.Ordinal);
        Assert.Contains("affluence_second", ofSecond, StringComparison.Ordinal);
        Assert.DoesNotContain("affluence_first", ofSecond, StringComparison.Ordinal);
        // Requests are counted by the host that had them; the runtime is of both.
        Assert.Contains("""http_route="/alive""" + "\"", ofFirst, StringComparison.Ordinal);
        Assert.DoesNotContain("""http_route="/alive""" + "\"", ofSecond, StringComparison.Ordinal);
        Assert.All([ofFirst, ofSecond], metrics => Assert.Contains("dotnet_gc_collections", metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Durations_HaveBoundariesFitForThem()
    {
        await using var service = await TestService.StartAsync();
        var meter = service.Services.GetRequiredService<IMeterFactory>().Create("Affluence.Test");
        meter.CreateHistogram<double>("affluence.test.duration", "s", "Time.").Record(0.002);
        meter.CreateHistogram("affluence.test.long.duration", "s", "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60, 3600] }).Record(70);
        using var client = new HttpClient();
        await client.GetAsync(new Uri(service.Management, "/alive"));

        var metrics = await client.GetStringAsync(new Uri(service.Management, "/metrics"));

        Assert.Matches("""affluence_test_duration_seconds_bucket\{.*le="0.001"\} 0""", metrics);
        Assert.Matches("""affluence_test_duration_seconds_bucket\{.*le="0.0025"\} 1""", metrics);
        Assert.Matches("""affluence_test_long_duration_seconds_bucket\{.*le="60"\} 0""", metrics);
        Assert.Matches("""affluence_test_long_duration_seconds_bucket\{.*le="3600"\} 1""", metrics);
        // OpenTelemetry's own for what it knows nothing of.
        Assert.DoesNotMatch("""_seconds_bucket\{.*le="10000"\}""", metrics);
    }

    private static void Say(ILogger logger, string what) => logger.Log(
        LogLevel.Warning, default, new KeyValuePair<string, object?>[] { new("Hits", 3), new("What", what) }, null, (_, _) => $"3 hits were {what}");
}
