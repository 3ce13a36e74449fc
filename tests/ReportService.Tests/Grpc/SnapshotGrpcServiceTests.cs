using Affluence.Report.V1;
using Affluence.ReportService.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.ReportService.Tests.Grpc;

public class SnapshotGrpcServiceTests
{
    [Fact]
    public async Task GetSnapshot_Current_SameFiguresAsOverHttp()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = Api.CurrentSnapshotTests.Night);
        var json = await host.FirstSnapshotAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);

        var snapshot = (await Client(channel).GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: TestContext.Current.CancellationToken)).Snapshot;

        Assert.Equal(ReportHost.Night.AddSeconds(-5), snapshot.At.ToDateTimeOffset());
        Assert.Equal((ulong?)(long?)json["visitors"], snapshot.Visitors);
        Assert.Equal((double?)json["ratio"], snapshot.Ratio);
        Assert.False(snapshot.Baseline.HasMedian4Weeks);
        Assert.Equal((double?)json["countries"]![0]!["baselineShare"]!["high"], snapshot.Countries[0].BaselineShareHigh);
        Assert.Equal("États-Unis", snapshot.Countries[0].FrenchName);
        Assert.Equal(5_000ul, snapshot.PageViews.Refused["shed"]);
        Assert.Equal(1u, snapshot.Revision);
        Assert.Equal((double?)json["countries"]![0]!["contribution"], snapshot.Countries[0].Contribution);
        Assert.Equal(1_300ul, snapshot.Countries[0].RefusedVisitors);
        Assert.Equal((1_300ul, 66ul), (snapshot.Refusals.Visitors, snapshot.Refusals.GotIn));
        Assert.Equal(1_234ul, snapshot.Refusals.ByCause["shed"].TurnedAway);
        Assert.Equal((405_000ul, 400_000ul, 5_000ul, 0L), (snapshot.Ledger.Arrived, snapshot.Ledger.Served, snapshot.Ledger.Refused["shed"], snapshot.Ledger.Imbalance));
        Assert.Equal((string?)json["unavailable"]!["baseline.median4Weeks"], snapshot.Unavailable["baseline.median4Weeks"]);
        Assert.Equal(SurgeState.Types.Level.Unknown, snapshot.Surge.Level);
        Assert.Empty(snapshot.Quality.Stale);
        Assert.Equal(321ul, snapshot.Quality.DroppedHits);
    }

    [Fact]
    public async Task GetSnapshot_NothingComposedYet_Unavailable()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = StatusCode.ResourceExhausted);
        using var channel = GrpcChannel.ForAddress(host.Grpc);

        await AssertFailsAsync(StatusCode.Unavailable, string.Empty, async () => await Client(channel).GetSnapshotAsync(new GetSnapshotRequest()));
    }

    [Fact]
    public async Task GetSnapshot_Future_NotFound()
    {
        await using var host = await ReportHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);

        await AssertFailsAsync(StatusCode.NotFound, "The moment lies in the future.", async () =>
            await Client(channel).GetSnapshotAsync(new GetSnapshotRequest { At = ReportHost.Night.AddHours(1).ToTimestamp() }));
    }

    [Fact]
    public async Task ListSnapshots_BadRanges_InvalidArgumentNamesTheField()
    {
        await using var host = await ReportHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var (from, to) = (ReportHost.Night.AddHours(-1).ToTimestamp(), ReportHost.Night.ToTimestamp());
        (ListSnapshotsRequest Request, string Detail)[] cases =
        [
            (new ListSnapshotsRequest { To = to }, "from: must be set."),
            (new ListSnapshotsRequest { From = from }, "to: must be set."),
            (new ListSnapshotsRequest { From = to, To = from }, "from: must be before to"),
            (new ListSnapshotsRequest { From = from, To = to, Step = TimeSpan.FromMinutes(7).ToDuration() }, "step: must be a whole number of minutes"),
            (new ListSnapshotsRequest { From = from, To = to, Step = new Duration { Seconds = long.MaxValue } }, "step: is no valid duration."),
            (new ListSnapshotsRequest { From = new Timestamp { Seconds = long.MinValue }, To = to }, "from: is no valid timestamp."),
            (new ListSnapshotsRequest { From = new Timestamp(), To = to }, "from: is not in the years 2000 to 2999."),
            (new ListSnapshotsRequest { From = ReportHost.Night.AddYears(-1).ToTimestamp(), To = to }, "step: the range has"),
        ];
        foreach (var (request, detail) in cases)
        {
            await AssertFailsAsync(StatusCode.InvalidArgument, detail, async () => await Client(channel).ListSnapshotsAsync(request));
        }
    }

    [Fact]
    public async Task WatchSnapshots_FirstAtOnceThenTheNext()
    {
        await using var host = await ReportHost.StartAsync();
        await host.FirstSnapshotAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        using var call = Client(channel).WatchSnapshots(new WatchSnapshotsRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var first = call.ResponseStream.Current.Snapshot;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var second = call.ResponseStream.Current.Snapshot;

        Assert.Equal(TimeSpan.FromSeconds(2), second.Quality.ComposedAt.ToDateTimeOffset() - first.Quality.ComposedAt.ToDateTimeOffset());
    }

    private static SnapshotService.SnapshotServiceClient Client(GrpcChannel channel) => new(channel);

    private static async Task AssertFailsAsync(StatusCode code, string detail, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, exception.StatusCode);
        Assert.StartsWith(detail, exception.Status.Detail, StringComparison.Ordinal);
    }
}
