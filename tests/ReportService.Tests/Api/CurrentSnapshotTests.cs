using System.Net;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Api;

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
        Assert.Equal("unknown", (string?)snapshot["surge"]!["level"]);
        Assert.Equal(["US", "CA", "ZZ"], snapshot["countries"]!.AsArray().Select(country => (string?)country!["code"]));

        var unitedStates = snapshot["countries"]![0]!;
        Assert.Equal("United States", (string?)unitedStates["name"]!["en"]);
        Assert.Equal("États-Unis", (string?)unitedStates["name"]!["fr"]);
        Assert.Equal(0.5, (double?)unitedStates["share"]);
        Assert.Equal(58.82, (double?)unitedStates["ratio"]);
        Assert.Equal(0.1, (double?)unitedStates["baselineShare"]!["atMoment"]);
        Assert.Equal(0.0882, (double?)unitedStates["baselineShare"]!["low"]);
        Assert.Equal(0.1164, (double?)unitedStates["baselineShare"]!["high"]);

        Assert.Equal("""{"served":400000,"refused":{"shed":5000}}""", snapshot["pageViews"]!.ToJsonString());
        Assert.Equal(1_234, (long?)snapshot["turnedAway"]);
        Assert.Equal(3, (long?)snapshot["bots"]);
        Assert.Equal("PT5S", (string?)snapshot["quality"]!["freshness"]);
        Assert.Equal(1, (int?)snapshot["quality"]!["writers"]);
        Assert.Equal(0.1, (double?)snapshot["quality"]!["unlocatedShare"]);
        Assert.Null(snapshot["quality"]!["stale"]);
        Assert.Equal(["baseline.median4Weeks"], snapshot["unavailable"]!.AsObject().Select(reason => reason.Key));
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
            return FakeWindow.Of(("US", 100_000), ("CA", 80_000), ("ZZ", 20_000)) with { Shed = 5_000, TurnedAway = 1_234 };
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
