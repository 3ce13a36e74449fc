using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.History;

public class MinuteRecorderTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Recorder_MinuteEnded_OnRecordAfterTheSettleDelayOnly()
    {
        // 23:00:05: the newest minute with 20 s behind it is 22:59.
        await using var host = await ReportHost.StartAsync();
        await RecordedAsync(host, "22:59");
        Assert.Empty(await StoredAsync(host, "23:00"));

        host.Time.Advance(TimeSpan.FromSeconds(14));
        await host.FirstSnapshotAsync();
        Assert.DoesNotContain((ReportHost.Night.AddSeconds(-5), FiveMinutes), host.Counter.Calls.Where(call => call.Length == TimeSpan.FromMinutes(5)).Select(call => (call.End!.GetValueOrDefault(), call.Length)));

        host.Time.Advance(TimeSpan.FromSeconds(2));
        var snapshot = await RecordedAsync(host, "23:00");

        Assert.True((bool?)snapshot["final"]);
        Assert.Equal("PT21S", (string?)snapshot["quality"]!["freshness"]);
    }

    [Fact]
    public async Task Recorder_StartedAfterADownTime_MakesUpForTheTwoHoursTheCounterHoldsOldestFirst()
    {
        await using var host = await ReportHost.StartAsync();
        await RecordedAsync(host, "22:59");

        var list = await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T20:00&to=2016-11-08T23:00");
        var recorded = host.Counter.Calls.Where(call => call.Length == TimeSpan.FromMinutes(1) && call.End?.Second == 0).Select(call => call.End!.Value).Distinct();

        Assert.Equal("2016-11-08T21:00:00-05:00", (string?)list["snapshots"]![0]!["at"]);
        Assert.Equal(120, list["snapshots"]!.AsArray().Count);
        Assert.Equal(recorded.Where(end => end < ReportHost.Night.AddSeconds(-5)).Order(), recorded.Where(end => end < ReportHost.Night.AddSeconds(-5)));
    }

    [Fact]
    public async Task Recorder_Restarted_WhatIsOnRecordIsKeptAndNotAskedForAgain()
    {
        var directory = Directory.CreateTempSubdirectory("affluence-restart");
        JsonNode before;
        await using (var host = await ReportHost.StartAsync(directory: directory.FullName))
        {
            before = await RecordedAsync(host, "22:59");
        }

        await using (var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("US", 7)), directory: directory.FullName))
        {
            await host.FirstSnapshotAsync();
            host.Time.Advance(TimeSpan.FromSeconds(60));
            await RecordedAsync(host, "23:00");

            Assert.Equal(before.ToJsonString(), (await RecordedAsync(host, "22:59")).ToJsonString());
            Assert.DoesNotContain(host.Counter.Calls, call => call.End == ReportHost.Night.AddSeconds(-65) && call.Length == TimeSpan.FromMinutes(30));
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Recorder_CounterAwayThenBack_MissedMinutesOnRecord()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = StatusCode.ResourceExhausted);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await StoredAsync(host, "22:59"));

        host.Counter.Failure = null;
        host.Time.Advance(TimeSpan.FromSeconds(2));

        await RecordedAsync(host, "23:04");
        Assert.Single(await StoredAsync(host, "22:59"));
    }

    [Fact]
    public async Task Recorder_WindowTheCounterLost_OnRecordWithoutFiguresAndWhy()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = StatusCode.FailedPrecondition);

        var snapshot = await RecordedAsync(host, "22:59");

        Assert.Null(snapshot["visitors"]);
        Assert.Contains("no longer holds", (string?)snapshot["unavailable"]!["visitors"], StringComparison.Ordinal);
        Assert.True((bool?)snapshot["final"]);
    }

    [Fact]
    public async Task Recorder_AWriterIsDelayed_FinalOnlyWhenItReportsOrTenMinutesPassed()
    {
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)) with { Silences = [TimeSpan.Zero, TimeSpan.FromMinutes(1)] });

        Assert.False((bool?)(await RecordedAsync(host, "22:59"))["final"]);
        Assert.True((bool?)(await RecordedAsync(host, "22:49"))["final"]);

        host.Counter.Windows = (_, _) => FakeWindow.Of(("CA", 30));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        var settled = await ReportHost.UntilAsync(async () =>
            (await StoredAsync(host, "22:59")).Single() is { } stored && (bool?)stored["final"] == true ? stored : null);

        Assert.Equal(30, (long?)settled["visitors"]);
    }

    private static Task<JsonNode> RecordedAsync(ReportHost host, string time) =>
        ReportHost.UntilAsync(async () => (await StoredAsync(host, time)).SingleOrDefault());

    private static async Task<JsonArray> StoredAsync(ReportHost host, string time)
    {
        var minute = TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        var list = await host.GetJsonAsync($"/api/v1/snapshots?from=2016-11-08T{minute:HH:mm}&to=2016-11-08T{minute.AddMinutes(1):HH:mm}");
        return list["snapshots"]!.AsArray();
    }
}
