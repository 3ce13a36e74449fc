using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.History;

[Trait("Category", "Integration")]
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

    /// <summary>Who looks at the last minutes must not wait for those of hours ago.</summary>
    [Fact]
    public async Task Recorder_StartedAfterADownTime_MakesUpForTwoHoursLiveMinutesFirst()
    {
        await using var host = await ReportHost.StartAsync();
        var list = await ReportHost.UntilAsync(async () =>
            await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T20:00&to=2016-11-08T23:00") is var all && all["snapshots"]!.AsArray().Count == 120 ? all : null);
        var counted = host.Counter.Calls.Where(call => call.Length == TimeSpan.FromMinutes(30) && call.End < ReportHost.Night.AddSeconds(-5)).Select(call => call.End!.Value);
        var minutesAgo = counted.Select(end => (int)(ReportHost.Night - end).TotalMinutes).ToList();

        Assert.Equal("2016-11-08T21:00:00-05:00", (string?)list["snapshots"]![0]!["at"]);

        // Two are counted at a time.
        Assert.Equal([.. Enumerable.Range(1, 9), 120], minutesAgo.Take(10).Order());
        Assert.Equal([118, 119], minutesAgo.Skip(10).Take(2).Order());
    }

    [Fact]
    public async Task Recorder_Restarted_WhatIsOnRecordIsKeptAndNotAskedForAgain()
    {
        var directory = Directory.CreateTempSubdirectory("affluence-restart");
        JsonNode before;
        await using (var host = await ReportHost.StartAsync(directory: directory.FullName))
        {
            await host.RecordedAsync();
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
        await host.RecordAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(await StoredAsync(host, "22:59"));

        host.Counter.Failure = null;
        await host.RecordAsync(TimeSpan.FromSeconds(12));

        await RecordedAsync(host, "23:04");
        await RecordedAsync(host, "22:59");
    }

    /// <summary>One minute that always fails, as with a damaged key, must not keep all others from being recorded.</summary>
    [Fact]
    public async Task Recorder_OneMinuteCannotBeCounted_TheOthersAre()
    {
        var bad = ReportHost.Night.AddSeconds(-5).AddMinutes(-30);
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (end, length) => end == bad ? throw new RpcException(new Status(StatusCode.Internal, "damaged")) : FakeWindow.Of(("CA", 100)));
        await host.RecordAsync(TimeSpan.FromSeconds(20));

        await RecordedAsync(host, "22:59");
        await RecordedAsync(host, "21:05");
        Assert.Empty(await StoredAsync(host, "22:30"));
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
    public async Task Recorder_AWriterIsDelayed_FinalOnlyOnceItReportedOrTenMinutesPassed()
    {
        var delayed = ReportHost.Night.AddMinutes(-2);
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)) with { Silences = [TimeSpan.Zero, TimeSpan.FromMinutes(1)] });
        Assert.False((bool?)(await RecordedAsync(host, "22:59"))["final"]);
        Assert.True((bool?)(await RecordedAsync(host, "22:49"))["final"]);

        // It comes back and sends what it has spooled of one minute: the five windows that hold it are final once that is done.
        await host.RecordAsync(TimeSpan.FromMinutes(1));
        host.Counter.Windows = (_, _) => FakeWindow.Of(("CA", 30));
        host.Counter.Touch(Bucket.Of(delayed).Start.AddSeconds(-Bucket.Of(delayed).Start.Second));
        await host.RecordAsync(TimeSpan.FromSeconds(50));
        Assert.False((bool?)(await RecordedAsync(host, "22:59"))["final"]);
        await host.RecordAsync(TimeSpan.FromSeconds(20));

        var settled = await RecordedAsync(host, "22:59");
        Assert.True((bool?)settled["final"]);
        Assert.Equal(30, (long?)settled["visitors"]);
        Assert.False((bool?)(await RecordedAsync(host, "22:58"))["final"]);

        // Of the others nobody knows more after ten minutes.
        await host.RecordAsync(TimeSpan.FromMinutes(8));
        Assert.True((bool?)(await RecordedAsync(host, "22:58"))["final"]);
    }

    [Fact]
    public async Task Recorder_NobodyRecordedAnything_OnRecordAsSilentAndFinalAfterTenMinutes()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null);

        var silent = await RecordedAsync(host, "22:59");
        Assert.False((bool?)silent["final"]);
        Assert.Null(silent["visitors"]);
        Assert.StartsWith("No gateway recorded anything", (string?)silent["unavailable"]!["visitors"], StringComparison.Ordinal);
        Assert.True((bool?)(await RecordedAsync(host, "22:49"))["final"]);

        await host.RecordAsync(TimeSpan.FromMinutes(10));
        Assert.True((bool?)(await RecordedAsync(host, "22:59"))["final"]);
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
