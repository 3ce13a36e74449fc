using Affluence.Report.History;
using Affluence.Report.V1;
using Affluence.ReportService.Tests.Fakes;
using Affluence.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Grpc;

[Trait("Category", "Integration")]
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
        Assert.Equal((90_000ul, 3_000ul), (snapshot.PageViews.FromCache, snapshot.PageViews.FromCacheStale));
        Assert.Equal(1u, snapshot.Revision);
        Assert.Equal((double?)json["countries"]![0]!["contribution"], snapshot.Countries[0].Contribution);
        Assert.Equal(1_300ul, snapshot.Countries[0].RefusedVisitors);
        Assert.Equal((1_300ul, 66ul), (snapshot.Refusals.Visitors, snapshot.Refusals.GotIn));
        Assert.Equal(1_234ul, snapshot.Refusals.ByCause["shed"].TurnedAway);
        Assert.Equal((405_000ul, 400_000ul, 5_000ul, 0L), (snapshot.Ledger.Arrived, snapshot.Ledger.Served, snapshot.Ledger.Refused["shed"], snapshot.Ledger.Imbalance));
        Assert.Equal((string?)json["unavailable"]!["baseline.median4Weeks"], snapshot.Unavailable["baseline.median4Weeks"]);
        Assert.Equal((string?)json["surge"]!["level"], snapshot.Surge.Level.ToString().ToLowerInvariant());
        Assert.Empty(snapshot.Quality.Stale);
        Assert.Equal((321ul, 77ul), (snapshot.Quality.DroppedHits, snapshot.Quality.FoldedPageViews));
        Assert.Equal((150_000ul, 0.0029), (snapshot.Networks, snapshot.NetworksStandardError));
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

    /// <summary>A client takes no message of more than 4 MB unless told to: a range of a night with all its countries comes in pages.</summary>
    [Fact]
    public async Task ListSnapshots_MoreThanAClientTakes_PagesThatTogetherAreAll()
    {
        string[] countries = [.. Enumerable.Range(0, 26 * 26).Select(index => $"{(char)('A' + (index / 26))}{(char)('A' + (index % 26))}")
            .Where(code => CountryCode.TryParse(code, out _))];
        await using var host = await ReportHost.StartAsync(counter =>
            counter.Windows = (end, _) => ReportHost.Night - end < TimeSpan.FromDays(1) ? FakeWindow.Of([.. countries.Select((country, index) => (country, 10_000L + index))]) : null);
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        await host.FirstSnapshotAsync();
        var history = host.Services.GetRequiredService<SnapshotHistory>();
        var last = ReportHost.Night.AddSeconds(-5).AddMinutes(-1);
        var snapshot = await Eventually.FoundAsync(() => history.Find(last), () => "The last minute is not on record.");
        var first = last.AddDays(-1);
        for (var minute = 0; minute < 600; minute++)
        {
            history.Save(snapshot with { At = first.AddMinutes(minute) }, new(SnapshotHistory.Minute(first) + minute, 1, null, null, null));
        }

        var request = new ListSnapshotsRequest { From = first.ToTimestamp(), To = first.AddMinutes(600).ToTimestamp() };
        var minutes = new List<DateTimeOffset>();
        var pages = 0;
        do
        {
            var page = await Client(channel).ListSnapshotsAsync(request, cancellationToken: TestContext.Current.CancellationToken);
            minutes.AddRange(page.Snapshots.Select(one => one.At.ToDateTimeOffset()));
            request.PageToken = page.NextPageToken;
            pages++;
        }
        while (request.PageToken.Length > 0);

        Assert.InRange(pages, 2, 5);
        Assert.Equal(Enumerable.Range(0, 600).Select(minute => first.AddMinutes(minute)), minutes);
        foreach (var token in (string[])["x", "-1", "24644400000", "24640080", "99999999999999999999"])
        {
            request.PageToken = token;
            await AssertFailsAsync(
                StatusCode.InvalidArgument, "page_token: is not the next_page_token", async () => await Client(channel).ListSnapshotsAsync(request));
        }
    }

    [Fact]
    public async Task Revisions_OfAPastMinute_ListedAndGivenByNumber()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null, now: new(2026, 11, 24, 12, 0, 5, TimeSpan.Zero));
        var recorded = new RecordedMinutes(host.Counter);
        var at = ReportHost.Night.AddSeconds(-5).ToTimestamp();
        foreach (var visitors in (int[])[20, 30])
        {
            recorded.Record(ReportHost.Night.AddSeconds(-65), FakeWindow.Of(("US", visitors)));
            await host.RecordAsync(TimeSpan.FromSeconds(70));
        }

        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var client = Client(channel);
        var list = await client.ListRevisionsAsync(new ListRevisionsRequest { At = at }, cancellationToken: TestContext.Current.CancellationToken);
        var first = (await client.GetSnapshotAsync(new GetSnapshotRequest { At = at, Revision = 1 }, cancellationToken: TestContext.Current.CancellationToken)).Snapshot;
        var newest = (await client.GetSnapshotAsync(new GetSnapshotRequest { At = at }, cancellationToken: TestContext.Current.CancellationToken)).Snapshot;

        Assert.Equal([(1u, true), (2u, true)], list.Revisions.Select(revision => (revision.Revision, revision.Final)));
        Assert.True(list.Revisions[0].RecordedAt.ToDateTimeOffset() < list.Revisions[1].RecordedAt.ToDateTimeOffset());
        Assert.Equal((1u, 20ul), (first.Revision, first.Visitors));
        Assert.Equal((2u, 30ul), (newest.Revision, newest.Visitors));
        await AssertFailsAsync(StatusCode.NotFound, "There is no revision 3", async () => await client.GetSnapshotAsync(new GetSnapshotRequest { At = at, Revision = 3 }));
        await AssertFailsAsync(StatusCode.NotFound, "There is no revision", async () => await client.GetSnapshotAsync(new GetSnapshotRequest { At = at, Revision = uint.MaxValue }));
        await AssertFailsAsync(StatusCode.InvalidArgument, "revision: is of a past minute", async () => await client.GetSnapshotAsync(new GetSnapshotRequest { Revision = 1 }));
        await AssertFailsAsync(StatusCode.NotFound, "The minute is not on record.", async () =>
            await client.ListRevisionsAsync(new ListRevisionsRequest { At = ReportHost.Night.AddYears(-1).ToTimestamp() }));
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
