using System.Net;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class CurrentSnapshotTests
{
    [Fact]
    public async Task Current_NightAndOrdinaryWeek_FiguresAsDesigned()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = Night);

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal("2016-11-08T23:00:00-05:00", (string?)snapshot["at"]);
        Assert.Equal("PT5M", (string?)snapshot["window"]);
        Assert.Equal(200_000, (long?)snapshot["visitors"]);
        Assert.Equal(0.0018, (double?)snapshot["standardError"]);
        Assert.Equal("1", (string?)snapshot["method"]);
        Assert.False((bool?)snapshot["final"]);
        Assert.Equal("2016-11-01T23:00:00-04:00", (string?)snapshot["baseline"]!["at"]);
        Assert.Equal(17_000, (long?)snapshot["baseline"]!["visitors"]);
        Assert.Null(snapshot["baseline"]!["median4Weeks"]);
        Assert.Equal(11.76, (double?)snapshot["ratio"]);
        Assert.Equal(["US", "CA", "ZZ"], snapshot["countries"]!.AsArray().Select(country => (string?)country!["code"]));

        var unitedStates = snapshot["countries"]![0]!;
        Assert.Equal("United States", (string?)unitedStates["name"]!["en"]);
        Assert.Equal("États-Unis", (string?)unitedStates["name"]!["fr"]);
        Assert.Equal(0.5, (double?)unitedStates["share"]);
        Assert.Equal(58.82, (double?)unitedStates["ratio"]);
        Assert.Equal(0.1, (double?)unitedStates["baselineShare"]!["atMoment"]);
        Assert.Equal(0.0882, (double?)unitedStates["baselineShare"]!["low"]);
        Assert.Equal(0.1164, (double?)unitedStates["baselineShare"]!["high"]);

        Assert.Equal("""{"served":400000,"refused":{"shed":5000},"fromCache":90000,"fromCacheStale":3000}""", snapshot["pageViews"]!.ToJsonString());
        Assert.Equal(1_234, (long?)snapshot["turnedAway"]);
        Assert.Equal(3, (long?)snapshot["bots"]);
        Assert.Equal("PT5S", (string?)snapshot["quality"]!["freshness"]);
        Assert.Equal(1, (int?)snapshot["quality"]!["writers"]);
        Assert.Equal(0.1, (double?)snapshot["quality"]!["unlocatedShare"]);
        Assert.Equal(321, (long?)snapshot["quality"]!["droppedHits"]);
        Assert.Equal((150_000L, 0.0029), ((long?)snapshot["networks"], (double?)snapshot["networksStandardError"]));
        Assert.Equal(77, (long?)snapshot["quality"]!["foldedPageViews"]);
        Assert.Null(snapshot["quality"]!["stale"]);
        Assert.Equal(1, (int?)snapshot["revision"]);
        Assert.Empty(snapshot["baseline"]!["weeksLeftOut"]!.AsArray());

        // (100,000 - 1,700) of (200,000 - 17,000) more.
        Assert.Equal(0.5372, (double?)unitedStates["contribution"]);
        Assert.Equal(1_300, (long?)unitedStates["refusedVisitors"]);
        Assert.Equal("""{"visitors":1300,"gotIn":66,"byCause":{"shed":{"visitors":1300,"turnedAway":1234}}}""", snapshot["refusals"]!.ToJsonString());
        Assert.Equal(
            """{"from":"2016-11-08T22:59:00-05:00","to":"2016-11-08T23:00:00-05:00","arrived":405000,"served":400000,"refused":{"shed":5000},"imbalance":0}""",
            snapshot["ledger"]!.ToJsonString());
        Assert.Equal(["baseline.median4Weeks"], snapshot["unavailable"]!.AsObject().Select(reason => reason.Key));
    }

    /// <summary>The live state is that of the minutes on record.</summary>
    [Fact]
    public async Task Current_MinutesOfTheNightOnRecord_SurgeSinceTheFirstOfThem()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = Night);
        await host.RecordAsync(TimeSpan.FromSeconds(10));

        var surge = await ReportHost.UntilAsync(async () =>
            (await host.FirstSnapshotAsync())["surge"]!.AsObject() is var state && (string?)state["level"] == "surge" ? state : null);

        Assert.Equal("2016-11-08T22:01:00-05:00", (string?)surge["since"]);
        Assert.Equal("2016-11-08T21:00:00-05:00", (string?)surge["difficultSince"]);
    }

    [Fact]
    public async Task Current_AGatewayThatDoesNotTellNetworks_NullWithReasonAndNotZero()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 100)) with { Networks = null });

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal(100, (long?)snapshot["visitors"]);
        string[] unknown = ["networks", "networksStandardError"];
        Assert.All(unknown, figure => Assert.True(snapshot.AsObject().ContainsKey(figure) && snapshot[figure] is null, figure));
        Assert.All(unknown, figure =>
            Assert.Equal("A gateway of this window did not tell the networks of its visitors.", (string?)snapshot["unavailable"]![figure]));
    }

    [Fact]
    public async Task Current_AGatewayThatDoesNotTellItsSources_NullWithReasonAndNotZero()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 100)) with { FromCache = null });

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal("""{"served":200,"refused":{},"fromCache":null,"fromCacheStale":null}""", snapshot["pageViews"]!.ToJsonString());
        string[] unknown = ["pageViews.fromCache", "pageViews.fromCacheStale"];
        Assert.All(unknown, figure =>
            Assert.Equal("A gateway of this window did not tell where its answers came from.", (string?)snapshot["unavailable"]![figure]));
    }

    [Fact]
    public async Task Current_GatewaysOfBeforeTheLedger_NullWithReasonAndNoImbalance()
    {
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (_, _) => FakeWindow.Of(("US", 10), ("CA", 5)) with { Shed = 7, TurnedAway = 3, TellsTheLedger = false });

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal(30, (long?)snapshot["ledger"]!["served"]);
        Assert.Equal(7, (long?)snapshot["ledger"]!["refused"]!["shed"]);
        foreach (var (part, figure) in (ReadOnlySpan<(string, string)>)[("ledger", "arrived"), ("ledger", "imbalance"), ("refusals", "byCause")])
        {
            Assert.True(snapshot[part]!.AsObject().ContainsKey(figure));
            Assert.Null(snapshot[part]![figure]);
            Assert.Contains("did not tell", (string?)snapshot["unavailable"]![$"{part}.{figure}"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-4)]
    public async Task Current_BooksThatDoNotBalance_ImbalanceShown(long unaccounted)
    {
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)) with { Shed = 7, Unaccounted = unaccounted });

        var ledger = (await host.FirstSnapshotAsync())["ledger"]!;

        Assert.Equal(27 + unaccounted, (long?)ledger["arrived"]);
        Assert.Equal(unaccounted, (long?)ledger["imbalance"]);
    }

    [Theory]
    [InlineData(15, "no more visitors")]
    [InlineData(20, "no more visitors")]
    [InlineData(0, null)]
    public async Task Current_NoIncreaseOverTheBaseline_ContributionNullWithReason(long before, string? reason)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (end, _) =>
            FakeWindow.Of(("CA", ReportHost.Night - end < TimeSpan.FromDays(1) ? 15 : before)));

        var snapshot = await host.FirstSnapshotAsync();

        Assert.Equal(reason is null ? 1.0 : null, (double?)snapshot["countries"]![0]!["contribution"]);
        Assert.Contains(reason ?? string.Empty, (string?)snapshot["unavailable"]!["countries.contribution"] ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_BeforeAnySnapshot_503WithRetryAfterAndReason()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = StatusCode.ResourceExhausted);

        using var response = await ReportHost.UntilAsync(async () =>
        {
            var answer = await host.Http.GetAsync("/api/v1/snapshots/current", TestContext.Current.CancellationToken);
            return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("ResourceExhausted", StringComparison.Ordinal) ? answer : null;
        });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
    }

    internal static FakeWindow? Night(DateTimeOffset end, TimeSpan length)
    {
        var baseline = new DateTimeOffset(2016, 11, 2, 3, 0, 0, TimeSpan.Zero);
        if (end >= ReportHost.Night.AddHours(-2))
        {
            return FakeWindow.Of(("US", 100_000), ("CA", 80_000), ("ZZ", 20_000)) with { Shed = 5_000, TurnedAway = 1_234, GotIn = 66, DroppedHits = 321, Networks = 150_000, FoldedPageViews = 77, FromCache = (30_000, 1_000) };
        }

        // The share of the United States moves over the hour around the baseline moment: lowest at its start, highest at its end.
        return (end - baseline).TotalMinutes switch
        {
            -30 => FakeWindow.Of(("US", 1_500), ("CA", 15_500)),
            29 => FakeWindow.Of(("US", 1_978), ("CA", 15_022)),
            30 => FakeWindow.Of(("US", 17_000)),
            > -60 and < 60 => FakeWindow.Of(("US", 1_700), ("CA", 15_300)),
            _ => null,
        };
    }
}
