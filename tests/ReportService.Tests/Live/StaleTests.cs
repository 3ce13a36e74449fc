using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Live;

[Trait("Category", "Integration")]
public class StaleTests
{
    [Fact]
    public async Task Current_CounterDies_LastSnapshotWithItsTimeItsAgeAndTheReason()
    {
        await using var host = await ReportHost.StartAsync();
        var before = await host.FirstSnapshotAsync();

        await host.StopCounterAsync();
        host.Time.Advance(TimeSpan.FromSeconds(40));
        var stale = await ReportHost.UntilAsync(async () =>
            await host.GetJsonAsync("/api/v1/snapshots/current") is var current && ((string?)current["quality"]!["stale"])?.Contains("no answer", StringComparison.Ordinal) == true ? current : null);

        Assert.Equal((string?)before["at"], (string?)stale["at"]);
        Assert.Equal((long?)before["visitors"], (long?)stale["visitors"]);
        Assert.Equal("PT5S", (string?)before["quality"]!["freshness"]);
        Assert.Equal("PT45S", (string?)stale["quality"]!["freshness"]);
        Assert.Contains("since 2016-11-09T04:00:45Z", (string?)stale["quality"]!["stale"], StringComparison.Ordinal);
        using var health = await host.Http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal("Degraded", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Current_CounterReturns_NewAgain()
    {
        await using var host = await ReportHost.StartAsync();
        await host.FirstSnapshotAsync();
        host.Counter.Failure = StatusCode.ResourceExhausted;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await CurrentAsync(host, stale: true);

        host.Counter.Failure = null;
        host.Time.Advance(TimeSpan.FromSeconds(20));
        var current = await CurrentAsync(host, stale: false);

        Assert.Equal("2016-11-08T23:00:20-05:00", (string?)current["at"]);
    }

    [Fact]
    public async Task Current_NoGatewayRecordedAnything_NullWithReasonAndNotZero()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null);

        var snapshot = await host.FirstSnapshotAsync();

        string[] unknown = ["visitors", "standardError", "networks", "networksStandardError", "ratio", "pageViews", "turnedAway", "refusals", "ledger", "bots", "requests", "visitors1Minute", "visitors30Minutes"];
        Assert.All(unknown, figure => Assert.True(snapshot.AsObject().ContainsKey(figure) && snapshot[figure] is null, figure));
        Assert.All(unknown, figure => Assert.Contains("No gateway recorded anything", (string?)snapshot["unavailable"]![figure], StringComparison.Ordinal));
        Assert.Empty(snapshot["countries"]!.AsArray());
        Assert.Equal(0, (int?)snapshot["quality"]!["writers"]);
        Assert.Null(snapshot["quality"]!["droppedHits"]);
        Assert.Contains("No gateway recorded anything", (string?)snapshot["unavailable"]!["quality.droppedHits"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, true)]
    // 3 standard errors of 0.18 % of 1,010, and 4 for rounding: 9.5.
    [InlineData(1_009, true)]
    [InlineData(1_010, false)]
    [InlineData(100_000, false)]
    public async Task Current_VisitorsAndAThousandPageViews_ShownOnlyWhenPossible(long visitors, bool shown)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", visitors)) with { ServedPageViews = 1_000 });

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal(shown ? visitors : null, (long?)snapshot["visitors"]);
        Assert.Equal(shown, snapshot["unavailable"]!["visitors"] is null);
        Assert.Equal(1_000, (long?)snapshot["pageViews"]!["served"]);
        Assert.Equal(shown ? 1 : 0, snapshot["countries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Current_OneWriterSilentFor30Seconds_CountedAsDelayed()
    {
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)) with { Silences = [TimeSpan.Zero, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)] });

        var quality = (await host.FirstSnapshotAsync())["quality"]!;

        Assert.Equal((3, 1), ((int?)quality["writers"], (int?)quality["delayedWriters"]));
    }

    private static Task<JsonNode> CurrentAsync(ReportHost host, bool stale) => ReportHost.UntilAsync(async () =>
        await host.GetJsonAsync("/api/v1/snapshots/current") is var current && current["quality"]!["stale"] is not null == stale ? current : null);
}
