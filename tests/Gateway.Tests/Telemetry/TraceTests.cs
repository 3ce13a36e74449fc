using System.Diagnostics;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace Affluence.Gateway.Tests.Telemetry;

/// <summary>What leaves as telemetry, as an exporter sees it. Listeners hear every host of the process.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Integration")]
public sealed class TraceTests
{
    private const string Address = "203.0.113.77";
    private const string UserAgent = "Mozilla/5.0 canary-browser";
    private const string Query = "canary-query";

    private static readonly (string, string)[] Exporting =
    [
        // Nobody listens there; the exporter under test is the one in memory.
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
        ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
    ];

    [Theory]
    [InlineData("01")]
    [InlineData("00")]
    public async Task TraceparentOfAVisitor_IsNeitherTakenNorPassedOn(string flags)
    {
        const string Chosen = "4bf92f3577b34da6a3ce929d0e0e4736";
        var atSite = string.Empty;
        var baggageAtSite = string.Empty;
        var spans = new List<Activity>();
        await using var gateway = await StartAsync(spans, []);
        gateway.Site = context =>
        {
            atSite = context.Request.Headers.TraceParent.ToString();
            baggageAtSite = context.Request.Headers.Baggage.ToString() + context.Request.Headers["Correlation-Context"];
            return TestGateway.Page(context);
        };

        await gateway.SendRawAsync(
            $"GET /en HTTP/1.1\r\nHost: localhost\r\ntraceparent: 00-{Chosen}-00f067aa0ba902b7-{flags}\r\ntracestate: evil=1\r\nbaggage: evil=1\r\n\r\n");

        await gateway.StopAsync();
        var request = RequestSpan(spans);
        Assert.Equal(default, request.ParentSpanId);
        Assert.NotEqual(Chosen, request.TraceId.ToString());
        Assert.True(request.Recorded);
        Assert.Null(request.TraceStateString);
        Assert.Empty(request.Baggage);
        // The site's part belongs to the gateway's trace.
        Assert.StartsWith($"00-{request.TraceId}-", atSite, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", baggageAtSite, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visitor_IsInNoSpanLogOrMetric()
    {
        var spans = new List<Activity>();
        var logs = new List<LogRecord>();
        await using var gateway = await StartAsync(spans, logs);

        await gateway.VisitAsync($"/en?q={Query}&{Query}=1", UserAgent, Address);
        await gateway.StopSiteAsync();
        await gateway.VisitAsync($"/en?q={Query}", UserAgent, Address);
        await gateway.SettledAsync(2);

        var metrics = await gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await gateway.StopAsync();
        string[] exported = [.. spans.SelectMany(TextOf), .. logs.SelectMany(TextOf), metrics];
        foreach (var secret in (string[])[Address, "canary-browser", Query])
        {
            Assert.DoesNotContain(exported, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Contains(exported, text => text.Contains("/en", StringComparison.Ordinal));
        Assert.NotNull(RequestSpan(spans));
        Assert.NotEmpty(logs);
    }

    /// <summary>More than a collector keeps. What is left out is left out from the gateway to the site, and nothing else begins a trace.</summary>
    [Fact]
    public async Task Rush_SomePageViewsAreTracedAndThoseWhole()
    {
        const int Visits = 400;
        var spans = new List<Activity>();
        await using var gateway = await StartAsync(spans, []);
        var start = TimeProvider.System.GetTimestamp();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Visits),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) => await gateway.VisitAsync("/en", UserAgent, Address));

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        await gateway.SettledAsync(Visits);
        await gateway.StopAsync();
        var traces = spans.GroupBy(span => span.TraceId).ToDictionary(trace => trace.Key, trace => trace.ToList());
        var pages = traces.Values.Where(trace => trace.Any(span => span.DisplayName == "GET page view")).ToList();
        Assert.InRange(pages.Count, 20, 20 + (20 * (elapsed.TotalSeconds + 1)));
        Assert.All(pages, page => Assert.Equal(
            ["GET", "GET", "GET page view", "proxy.forwarder"], page.Select(span => span.DisplayName).Order(StringComparer.Ordinal)));

        Assert.Equal(
            ["GET page view", "flush hits"],
            spans.Where(span => span.ParentId is null).Select(span => span.DisplayName).Distinct().Order(StringComparer.Ordinal));
        Assert.All(spans, span => Assert.True(span.ParentSpanId == default || traces[span.TraceId].Exists(parent => parent.SpanId == span.ParentSpanId)));
        Assert.All(spans.SelectMany(span => span.Links), link => Assert.Contains(link.Context.TraceId, traces));
    }

    [Fact]
    public async Task NobodyThere_SilenceIsReportedAndNotTraced()
    {
        var spans = new List<Activity>();
        await using var gateway = await StartAsync(spans, []);

        await Eventually.TrueAsync(() => gateway.Counter.Records.Count > 0, () => "No bucket was reported.");

        await gateway.StopAsync();
        Assert.Empty(spans.Select(span => span.DisplayName));
    }

    private static Task<TestGateway> StartAsync(List<Activity> spans, List<LogRecord> logs) =>
        TestGateway.StartAsync(
            gateway => gateway.Extend = builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Debug);
                builder.Configuration["Logging:LogLevel:Default"] = "Debug";
                builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(spans));
                builder.Services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddInMemoryExporter(logs));
            },
            Exporting);

    /// <summary>The gateway's, which has no parent; the site in this process has one of its own below it.</summary>
    private static Activity RequestSpan(List<Activity> spans) =>
        spans.First(span => span.Source.Name == "Microsoft.AspNetCore" && span.ParentId is null && Equals(span.GetTagItem("url.path"), "/en"));

    private static IEnumerable<string> TextOf(Activity span) =>
        span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
            .Concat(span.Events.SelectMany(happened => happened.Tags.Select(tag => $"{tag.Key}={tag.Value}")))
            .Append(span.DisplayName)
            .Append(span.StatusDescription ?? string.Empty);

    private static List<string> TextOf(LogRecord record)
    {
        List<string> text = [record.FormattedMessage ?? string.Empty, record.Body ?? string.Empty, record.Exception?.ToString() ?? string.Empty];
        text.AddRange((record.Attributes ?? []).Select(attribute => $"{attribute.Key}={attribute.Value}"));
        record.ForEachScope(
            (scope, into) =>
            {
                foreach (var item in scope)
                {
                    into.Add($"{item.Key}={item.Value}");
                }
            },
            text);
        return text;
    }
}
