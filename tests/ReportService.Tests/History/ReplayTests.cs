using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Affluence.ReportService.Tests.History;

/// <summary>A night of 2016 is recorded today.</summary>
[Trait("Category", "Integration")]
public class ReplayTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 24, 12, 0, 5, TimeSpan.Zero);
    private static readonly DateTimeOffset Eleven = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset WeekBefore = Eleven.AddHours(-169);

    [Fact]
    public async Task Night_RecordedToday_SeenWithinSecondsAndFinalOnceItIsQuiet()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        await host.RecordAsync(TimeSpan.FromSeconds(4));

        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20), ("CA", 15));
        await host.RecordAsync(TimeSpan.FromSeconds(4));

        var soon = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.False((bool?)soon["final"]);
        Assert.Equal(175, (long?)soon["visitors"]);
        Assert.Null(soon["visitors30Minutes"]);
        Assert.Equal("It is counted once nothing more is recorded into its 30 minutes.", (string?)soon["unavailable"]!["visitors30Minutes"]);

        await host.RecordAsync(TimeSpan.FromSeconds(64));

        var final = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.True((bool?)final["final"]);
        Assert.Equal(1, (int?)final["revision"]);
        Assert.Equal((175, 350), ((long?)final["visitors"], (long?)final["visitors30Minutes"]));

        // The last of them are in windows of half an hour that end long after, and in no later one.
        var after = await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T22:50&to=2016-11-09T00:00");
        Assert.Equal(("2016-11-08T22:51:00-05:00", "2016-11-08T23:29:00-05:00"), ((string?)after["snapshots"]![0]!["at"], (string?)after["snapshots"]!.AsArray()[^1]!["at"]));
        Assert.Equal(35, (long?)after["snapshots"]!.AsArray()[^1]!["visitors30Minutes"]);
        Assert.StartsWith("No gateway recorded anything", (string?)after["snapshots"]!.AsArray()[^1]!["unavailable"]!["visitors"], StringComparison.Ordinal);
        Assert.All(after["snapshots"]!.AsArray(), snapshot => Assert.True((bool?)snapshot!["final"]));
    }

    /// <summary>A minute that is being written each second is not composed each second.</summary>
    [Fact]
    public async Task Night_WrittenToEachSecond_CountedNowAndThenAndLastWhenQuiet()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        await host.RecordAsync(TimeSpan.FromSeconds(4));

        for (var second = 0; second < 60; second += 2)
        {
            recorded.Record(Eleven.AddMinutes(-1), 1, ("US", second + 1));
            await host.RecordAsync(TimeSpan.FromSeconds(2));
        }

        await host.RecordAsync(TimeSpan.FromSeconds(66));

        Assert.InRange(host.Counter.Calls.Count(call => call == (Eleven, TimeSpan.FromMinutes(5))), 5, 9);
        Assert.Equal(1, host.Counter.Calls.Count(call => call == (Eleven, TimeSpan.FromMinutes(30))));
        Assert.Equal(59, (long?)(await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00"))["visitors"]);
    }

    [Fact]
    public async Task SecondPlay_OfTheSameNight_ChangesNoByteAndMakesNoRevision()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        Play(recorded);
        await QuietAsync(host);
        var first = await host.Http.GetStringAsync("/api/v1/snapshots?from=2016-11-08T22:00&to=2016-11-09T00:00");

        Play(recorded);
        await QuietAsync(host);

        Assert.Equal(first, await host.Http.GetStringAsync("/api/v1/snapshots?from=2016-11-08T22:00&to=2016-11-09T00:00"));
        Assert.Equal("1", await RevisionsAsync(host, "2016-11-08T23:00"));

        // It was counted again all the same.
        Assert.Equal(2, host.Counter.Calls.Count(call => call == (Eleven, TimeSpan.FromMinutes(30))));

        static void Play(RecordedMinutes recorded)
        {
            recorded.Record(WeekBefore.AddMinutes(-10), 10, ("US", 1), ("CA", 9));
            recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 60), ("CA", 40));
        }
    }

    [Fact]
    public async Task LateRecord_AfterTheSnapshotIsFinal_NewRevisionAndTheOldOneIsKeptForGood()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20));
        await QuietAsync(host);
        var first = await host.Http.GetByteArrayAsync("/api/v1/snapshots/2016-11-08T23:00?revision=1");

        recorded.Record(Eleven.AddMinutes(-3), 1, ("US", 25));
        await host.RecordAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (int?)(await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00"))["revision"]);
        await QuietAsync(host);

        var newest = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Equal((2, 105, 205), ((int?)newest["revision"], (long?)newest["visitors"], (long?)newest["visitors30Minutes"]));
        Assert.True((bool?)newest["final"]);
        Assert.Equal(first, await host.Http.GetByteArrayAsync("/api/v1/snapshots/2016-11-08T23:00?revision=1"));
        Assert.Equal(100, (long?)JsonNode.Parse(first)!["visitors"]);
        Assert.Equal("1 2", await RevisionsAsync(host, "2016-11-08T23:00"));

        // A minute in whose windows it is not has one, as before; one that has it in its 30 minutes only has two.
        Assert.Equal("1", await RevisionsAsync(host, "2016-11-08T22:57"));
        Assert.Equal("1 2", await RevisionsAsync(host, "2016-11-08T23:20"));
    }

    [Fact]
    public async Task Revision_WithItsNumber_KeptForGoodByWhomeverAsks_WithoutIsAskedForAgain()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20));
        await QuietAsync(host);

        using var newest = await GetAsync(host, "/api/v1/snapshots/2016-11-08T23:00");
        using var named = await GetAsync(host, "/api/v1/snapshots/2016-11-08T23:00?revision=1");
        Assert.Equal("public, no-cache", newest.Headers.CacheControl?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", named.Headers.CacheControl?.ToString());
        Assert.NotNull(named.Headers.ETag);
        Assert.Equal(named.Headers.ETag, newest.Headers.ETag);
        using var unchanged = await GetAsync(host, "/api/v1/snapshots/2016-11-08T23:00", newest.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        recorded.Record(Eleven.AddMinutes(-3), 1, ("US", 25));
        await QuietAsync(host);

        using var changed = await GetAsync(host, "/api/v1/snapshots/2016-11-08T23:00", newest.Headers.ETag);
        using var first = await GetAsync(host, "/api/v1/snapshots/2016-11-08T23:00?revision=1", named.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, first.StatusCode);
        Assert.Equal(first.Headers.ETag, named.Headers.ETag);
    }

    /// <summary>The night first, the ordinary week after it, over some minutes: one revision once that is quiet, not one for each of its minutes.</summary>
    [Fact]
    public async Task BaselineWeek_RecordedAfterTheNight_NightComparedAgainInOneRevision()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 60), ("CA", 40));
        await QuietAsync(host);
        var before = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Null(before["ratio"]);
        Assert.Equal("unknown", (string?)before["surge"]!["level"]);

        for (var minute = -40; minute < 40; minute++)
        {
            // 20 minutes of the week pass in a minute, as in a replay at full speed.
            recorded.Record(WeekBefore.AddMinutes(minute), 1, ("US", minute == 10 ? 2 : 1), ("CA", 9));
            if (minute % 2 == 0)
            {
                await host.RecordAsync(TimeSpan.FromSeconds(6));
            }
        }

        await QuietAsync(host);

        var after = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Equal("1 2", await RevisionsAsync(host, "2016-11-08T23:00"));
        Assert.Equal(("2016-11-01T23:00:00-04:00", 50, 10.0), ((string?)after["baseline"]!["at"], (long?)after["baseline"]!["visitors"], (double?)after["ratio"]));
        var unitedStates = after["countries"]![0]!;
        Assert.Equal((60.0, 0.6556), ((double?)unitedStates["ratio"], (double?)unitedStates["contribution"]));
        Assert.Equal((0.1, 0.1, 0.1176), ((double?)unitedStates["baselineShare"]!["atMoment"], (double?)unitedStates["baselineShare"]!["low"], (double?)unitedStates["baselineShare"]!["high"]));
        Assert.Equal(("surge", "2016-11-08T22:53:00-05:00"), ((string?)after["surge"]!["level"], (string?)after["surge"]!["since"]));
        Assert.Equal((long?)before["visitors30Minutes"], (long?)after["visitors30Minutes"]);
        Assert.Equal(before["ledger"]!.ToJsonString(), after["ledger"]!.ToJsonString());
        Assert.False(after["unavailable"]!.AsObject().ContainsKey("ratio"));
    }

    [Fact]
    public async Task BaselineWeek_RecordedAfterTheCounterForgotTheNight_NightComparedAgain()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-5), 5, ("US", 60), ("CA", 40));
        await QuietAsync(host);

        var windows = host.Counter.Windows;
        host.Counter.Windows = (end, length) => end > Eleven.AddDays(-1) && end < Eleven.AddDays(1)
            ? throw new RpcException(new Status(StatusCode.FailedPrecondition, "no longer held"))
            : windows(end, length);
        recorded.Record(WeekBefore.AddMinutes(-5), 5, ("US", 1), ("CA", 9));
        await QuietAsync(host);

        var after = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Equal((500, 10.0), ((long?)after["visitors"], (double?)after["ratio"]));
    }

    [Fact]
    public async Task LateRecord_IntoTheBaseline_RevisesTheSnapshotsWhoseComparisonItChangesAndNoOther()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(WeekBefore.AddMinutes(-5), 5, ("CA", 10));
        recorded.Record(Eleven.AddMinutes(-5), 5, ("CA", 100));
        await QuietAsync(host);
        Assert.Equal(10, (double?)(await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00"))["ratio"]);

        recorded.Record(WeekBefore.AddMinutes(-1), 1, ("CA", 60));
        await QuietAsync(host);

        var night = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Equal((100, 5.0, 2), ((long?)night["baseline"]!["visitors"], (double?)night["ratio"], (int?)night["revision"]));
        Assert.Equal("1", await RevisionsAsync(host, "2016-11-08T22:57"));
    }

    /// <summary>The first minutes of a surge come last: snapshots that have none of them in their windows tell its beginning all the same.</summary>
    [Fact]
    public async Task BeginningOfASurge_RecordedAfterTheRest_EverySnapshotTellsIt()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(WeekBefore, 50, ("CA", 20));
        recorded.Record(Eleven.AddMinutes(10), 40, ("CA", 500));
        await QuietAsync(host);
        Assert.Equal("2016-11-08T23:11:00-05:00", await SinceAsync(host, "2016-11-08T23:50"));

        recorded.Record(Eleven, 10, ("CA", 500));
        await QuietAsync(host);

        Assert.Equal("2016-11-08T23:01:00-05:00", await SinceAsync(host, "2016-11-08T23:15"));
        Assert.Equal("2016-11-08T23:01:00-05:00", await SinceAsync(host, "2016-11-08T23:50"));
        Assert.Equal("1 2", await RevisionsAsync(host, "2016-11-08T23:50"));
    }

    /// <summary>Whether a week counts in the median hangs on the week before it, which the snapshot itself is not compared with.</summary>
    [Fact]
    public async Task WeekThatShowsAnEarlierOneToBeASurge_RecordedLast_ThatOneLeavesTheMedian()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        var night = new DateTimeOffset(2016, 7, 27, 3, 0, 0, TimeSpan.Zero);
        foreach (var (weeks, visitors) in (ReadOnlySpan<(int, int)>)[(0, 400), (1, 100), (2, 110), (4, 900)])
        {
            recorded.Record(night.AddDays(-7 * weeks).AddMinutes(-5), 5, ("CA", visitors));
        }

        await QuietAsync(host);
        var before = (await host.GetJsonAsync("/api/v1/snapshots/2016-07-26T23:00"))["baseline"]!;
        Assert.Equal((550.0, 0), ((double?)before["median4Weeks"], before["weeksLeftOut"]!.AsArray().Count));

        recorded.Record(night.AddDays(-35).AddMinutes(-5), 5, ("CA", 100));
        await QuietAsync(host);

        var after = (await host.GetJsonAsync("/api/v1/snapshots/2016-07-26T23:00"))["baseline"]!;
        Assert.Equal(525, (double?)after["median4Weeks"]);
        Assert.Equal(["2016-06-28T23:00:00-04:00"], after["weeksLeftOut"]!.AsArray().Select(week => (string?)week));
    }

    /// <summary>A record that comes when the counter has expired the rest of its minute can't be counted any more.</summary>
    [Fact]
    public async Task LateRecord_IntoAMinuteTheCounterNoLongerHolds_FiguresOnRecordStand()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20));
        await QuietAsync(host);
        var first = await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00");

        recorded.LostBefore = Eleven.AddDays(1);
        recorded.Record(Eleven.AddMinutes(-3), 1, ("US", 25));
        await QuietAsync(host);

        Assert.Equal(first, await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00"));
    }

    /// <summary>Records only ever add, so fewer page views than before are a loss of the store's and no correction.</summary>
    [Fact]
    public async Task LateRecord_AfterTheStoreLostItsMemory_FiguresOnRecordStand()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20));
        await QuietAsync(host);
        var first = await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00");

        recorded.Forget();
        host.Counter.StoreId = "another";
        recorded.Record(Eleven.AddMinutes(-3), 1, ("US", 25));
        await QuietAsync(host);

        Assert.Equal(first, await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00"));
        Assert.Equal(2, host.Counter.TouchedCalls.Count(since => since is null));
    }

    /// <summary>Fewer page views than before are a correction where something was retracted.</summary>
    [Fact]
    public async Task Retraction_AfterTheSnapshotIsFinal_NewRevisionWithLess()
    {
        await using var host = await StartAsync();
        var recorded = new RecordedMinutes(host.Counter);
        recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20), ("CA", 5));
        await QuietAsync(host);
        var first = await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00");

        recorded.Record(Eleven.AddMinutes(-3), FakeWindow.Of(("CA", 5)) with { RetractedSources = 1 });
        await QuietAsync(host);

        var newest = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");
        Assert.Equal((2, 105), ((int?)newest["revision"], (long?)newest["visitors"]));
        Assert.Equal(first, await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00?revision=1"));
        Assert.Equal("1 2", await RevisionsAsync(host, "2016-11-08T23:00"));
        Assert.Equal("1", await RevisionsAsync(host, "2016-11-08T22:57"));
    }

    /// <summary>Nobody who imports a year of logs may keep the live minutes off the record.</summary>
    [Fact]
    public async Task Backlog_LongerThanAMinute_LiveMinutesAreRecordedInTimeAndTheBacklogIsTold()
    {
        await using var host = await StartAsync();
        await host.RecordAsync(TimeSpan.FromSeconds(4));
        var windows = host.Counter.Windows;
        host.Counter.Windows = (end, length) =>
        {
            // Each answer takes a tenth of a second.
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            return windows(end, length);
        };
        host.Counter.Touch(Eleven.AddMinutes(-400), 400);

        // Of this host: what /metrics tells in a process of many hosts is of all of them.
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var backlog = new MetricCollector<int>(meters, "Affluence.Report", "affluence.report.recording.backlog");
        using var delay = new MetricCollector<double>(meters, "Affluence.Report", "affluence.report.recording.delay");

        for (var minute = Today.AddSeconds(55); minute < Today.AddMinutes(3); minute = minute.AddMinutes(1))
        {
            var snapshot = await host.AdvanceUntilAsync(async () =>
            {
                var list = await host.GetJsonAsync($"/api/v1/snapshots?from={minute:yyyy-MM-ddTHH:mm}Z&to={minute.AddMinutes(1):yyyy-MM-ddTHH:mm}Z");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                return list["snapshots"]!.AsArray().SingleOrDefault();
            });
            Assert.InRange((DateTimeOffset)snapshot["quality"]!["composedAt"]! - minute, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(35));

            // Told at the end of a pass, and the minute is on record from its beginning.
            await Testing.Eventually.TrueAsync(() => Measure(backlog) > 0, () => "No backlog is told.");
        }

        using var health = await host.Http.GetAsync("/health");
        Assert.Equal("Degraded", await health.Content.ReadAsStringAsync());
        Assert.True(Measure(delay) > 60);
    }

    [Fact]
    public async Task Restart_OfTheReport_AsksForAllAndCountsNothingAgainThatIsSettled()
    {
        var directory = Directory.CreateTempSubdirectory("affluence-replay");
        string before;
        FakeCounter old;
        await using (var host = await ReportHost.StartAsync(now: Today, directory: directory.FullName))
        {
            new RecordedMinutes(host.Counter).Record(Eleven.AddMinutes(-10), 10, ("US", 20));
            await QuietAsync(host);
            before = await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00");
            old = host.Counter;
        }

        await using (var host = await ReportHost.StartAsync(
            counter =>
            {
                foreach (var (minute, write) in old.LastWrites)
                {
                    counter.LastWrites[minute] = write;
                }
            },
            now: Today.AddMinutes(3),
            directory: directory.FullName))
        {
            await host.RecordAsync(TimeSpan.FromSeconds(70));

            Assert.Null(host.Counter.TouchedCalls.First());
            Assert.DoesNotContain(host.Counter.Calls, call => call.End is { Year: 2016 } end && end.Month == 11 && end.Day == 9);
            Assert.Equal(before, await host.Http.GetStringAsync("/api/v1/snapshots/2016-11-08T23:00"));
        }

        directory.Delete(recursive: true);
    }

    /// <summary>The report dies with the night seen but not final; the counter still names what was recorded.</summary>
    [Fact]
    public async Task Restart_BeforeTheNightIsFinal_FinalAfterIt()
    {
        var directory = Directory.CreateTempSubdirectory("affluence-replay");
        RecordedMinutes recorded;
        FakeCounter old;
        await using (var host = await ReportHost.StartAsync(now: Today, directory: directory.FullName))
        {
            recorded = new RecordedMinutes(old = host.Counter);
            recorded.Record(Eleven.AddMinutes(-10), 10, ("US", 20));
            await host.RecordAsync(TimeSpan.FromSeconds(20));
            Assert.False((bool?)(await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00"))["final"]);
        }

        await using (var host = await ReportHost.StartAsync(
            counter =>
            {
                counter.Windows = old.Windows;
                foreach (var (minute, write) in old.LastWrites)
                {
                    counter.LastWrites[minute] = write;
                }
            },
            now: Today.AddMinutes(1),
            directory: directory.FullName))
        {
            await host.RecordAsync(TimeSpan.FromSeconds(70));
            var snapshot = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00");

            Assert.True((bool?)snapshot["final"]);
            Assert.Equal((1, 100, 200), ((int?)snapshot["revision"], (long?)snapshot["visitors"], (long?)snapshot["visitors30Minutes"]));
        }

        directory.Delete(recursive: true);
    }

    private static Task<ReportHost> StartAsync() => ReportHost.StartAsync(counter => counter.Windows = (_, _) => null, now: Today);

    /// <summary>Until nothing was recorded for the quiet time, and what came of it is on record.</summary>
    private static Task QuietAsync(ReportHost host) => host.RecordAsync(TimeSpan.FromSeconds(70));

    private static async Task<HttpResponseMessage> GetAsync(ReportHost host, string address, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await host.Http.SendAsync(request);
    }

    private static async Task<string?> SinceAsync(ReportHost host, string at) =>
        (string?)(await host.GetJsonAsync($"/api/v1/snapshots/{at}"))["surge"]!["since"];

    private static async Task<string> RevisionsAsync(ReportHost host, string at) =>
        string.Join(' ', (await host.GetJsonAsync($"/api/v1/snapshots/{at}/revisions"))["revisions"]!.AsArray().Select(revision => (int)revision!["revision"]!));

    private static T Measure<T>(MetricCollector<T> collector)
        where T : struct
    {
        collector.RecordObservableInstruments();
        return collector.LastMeasurement!.Value;
    }
}
