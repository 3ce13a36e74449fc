using Affluence.Hits;
using Affluence.Simulator.Recording;
using Affluence.Simulator.Tests.Fakes;
using Grpc.Core;

namespace Affluence.Simulator.Tests.Recording;

[Trait("Category", "Integration")]
public sealed class HitRecorderTests
{
    private static readonly DateTimeOffset Evening = new(2016, 11, 8, 23, 0, 0, TimeSpan.Zero);

    private const string CounterToken = "the-token-of-the-counter-0123456789abcdef";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_HitsOfAPastTime_AreLocatedSortedAndAcknowledged()
    {
        await using var services = await FakeServices.StartAsync();
        await using var recorder = Recorder(services);

        await recorder.RecordAsync([PageView(Evening, 1), PageView(Evening, 3), PageView(Evening, 3), Asset(Evening, 3)], Cancellation);
        await recorder.RecordAsync([PageView(Evening.AddSeconds(10), 3), PageView(Evening.AddSeconds(19), 9)], Cancellation);
        await recorder.CompleteAsync(Cancellation);

        Assert.Equal(["AU", "US", "ZZ"], services.Served().Select(visitor => visitor.Country).Order());
        Assert.Equal((6UL, 5UL), (services.Requests, services.ServedPageViews));
        Assert.Equal(["2016-11-08T23:00:00Z", "2016-11-08T23:00:10Z"], services.Records.Select(BucketOf).Order());
        Assert.Equal((6, 6, 2), (recorder.Ledger.Taken, recorder.Ledger.Acknowledged, recorder.Ledger.Buckets));
        Assert.Equal(3, services.Located);
    }

    [Fact]
    public async Task Record_Twice_ChangesNothing()
    {
        await using var services = await FakeServices.StartAsync();
        Hit[] hits = [PageView(Evening, 1), PageView(Evening, 3), PageView(Evening.AddSeconds(60), 3)];

        await PlayAsync(services, hits);
        var (served, requests) = (services.Served(), services.Requests);
        await PlayAsync(services, hits);

        Assert.Equal(6, services.Records.Sum(record => record.Countries.Sum(country => (int)country.Requests)));
        Assert.Equal(served, services.Served());
        Assert.Equal(requests, services.Requests);
    }

    [Fact]
    public async Task Record_BrokenOffAndPlayedAgainInOtherParts_CountsEachHitOnce()
    {
        await using var services = await FakeServices.StartAsync();
        var hits = Enumerable.Range(0, 100).Select(second => PageView(Evening.AddSeconds(second), 1 + (second % 3))).ToArray();

        await using (var brokenOff = Recorder(services))
        {
            await brokenOff.RecordAsync(hits[..55], Cancellation);
            await brokenOff.CloseBeforeAsync(Bucket.Of(hits[55].Bucket.Start), Cancellation);
        }

        await PlayAsync(services, hits);

        Assert.Equal(100UL, services.Requests);
    }

    [Fact]
    public async Task Record_HitOfABucketThatWasSent_IsCountedToo()
    {
        await using var services = await FakeServices.StartAsync();
        await using var recorder = Recorder(services);

        await recorder.RecordAsync([PageView(Evening, 1), PageView(Evening, 1)], Cancellation);
        await recorder.CloseBeforeAsync(Bucket.Of(Evening).Next, Cancellation);
        await recorder.RecordAsync([PageView(Evening, 1)], Cancellation);
        await recorder.CompleteAsync(Cancellation);

        Assert.Equal(3UL, services.Requests);
        Assert.Single(services.Served());
    }

    [Fact]
    public async Task Record_MoreBucketsThanMayBeOpen_AreSentAndCountedAllTheSame()
    {
        await using var services = await FakeServices.StartAsync();
        await using var recorder = new HitRecorder(Settings(services) with { MaxOpenBuckets = 3 }, TimeProvider.System);
        int[] minutes = [1, 9, 8, 7, 1, 6, 2, 1, 5, 0, 0, 9];

        await recorder.RecordAsync([.. minutes.Select(minute => PageView(Evening.AddMinutes(minute), 1))], Cancellation);
        await recorder.CompleteAsync(Cancellation);

        Assert.Equal(12UL, services.Requests);
        Assert.Equal(12, recorder.Ledger.Acknowledged);
    }

    [Fact]
    public async Task Record_HalfHourAfterARotation_GoesUnderBothIdentities()
    {
        await using var services = await FakeServices.StartAsync();
        await using var recorder = Recorder(services);
        var rotation = new DateTimeOffset(2016, 11, 8, 4, 0, 0, TimeSpan.Zero);
        var today = (uint)(rotation - DateTimeOffset.UnixEpoch).Days;

        await recorder.RecordAsync([PageView(rotation.AddSeconds(-10), 1)], Cancellation);
        await recorder.RecordAsync([PageView(rotation, 2)], Cancellation);
        await recorder.RecordAsync([PageView(rotation.AddMinutes(30), 3)], Cancellation);
        await recorder.CompleteAsync(Cancellation);

        Assert.Equal(["AU", "FR"], services.Served(today - 1).Select(visitor => visitor.Country).Order());
        Assert.Equal(["FR", "US"], services.Served(today).Select(visitor => visitor.Country).Order());
        Assert.Equal(4, recorder.Ledger.Records);
        Assert.Equal(3, recorder.Ledger.Acknowledged);
    }

    [Fact]
    public async Task Open_BucketWithoutHits_IsRecordedAsEmpty()
    {
        await using var services = await FakeServices.StartAsync();
        await using var recorder = Recorder(services);

        await recorder.OpenAsync(Bucket.Of(Evening), Cancellation);
        await recorder.CompleteAsync(Cancellation);

        Assert.Empty(Assert.Single(services.Records).Countries);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task Record_CounterThatFailsForAWhile_IsTriedAgain(StatusCode status)
    {
        await using var services = await FakeServices.StartAsync();
        services.Answer = status;
        services.RefusalsLeft = 2;

        await PlayAsync(services, [PageView(Evening, 1)]);

        Assert.Equal((2, 1UL), (services.Refused, services.Requests));
    }

    [Fact]
    public async Task Record_CounterThatFailsForLong_SaysSoInOneLine()
    {
        await using var services = await FakeServices.StartAsync();
        services.Answer = StatusCode.Unavailable;
        await using var recorder = new HitRecorder(Settings(services) with { Patience = TimeSpan.Zero }, TimeProvider.System);

        await recorder.RecordAsync([PageView(Evening, 1)], Cancellation);
        var failure = await Assert.ThrowsAsync<RecordingException>(() => recorder.CompleteAsync(Cancellation));

        Assert.StartsWith($"The counter ({services.Address}) did not answer for 0 s: Unavailable, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_CounterThatRefuses_SaysWhyAndIsNotAskedAgain()
    {
        await using var services = await FakeServices.StartAsync();
        services.Answer = StatusCode.InvalidArgument;
        await using var recorder = Recorder(services);

        await recorder.RecordAsync([PageView(Evening, 1)], Cancellation);
        var failure = await Assert.ThrowsAsync<RecordingException>(() => recorder.CompleteAsync(Cancellation));

        Assert.Equal($"The counter ({services.Address}) refused: InvalidArgument, bucket_start: refused by the test.", failure.Message);
        Assert.Equal(1, services.Refused);
    }

    [Theory]
    [InlineData(CounterToken, true)]
    [InlineData("a-token-of-somebody-else-0123456789abcdef", false)]
    [InlineData(null, false)]
    public async Task Record_CounterThatAsksForAToken_TakesWhoHasIt(string? token, bool taken)
    {
        await using var services = await FakeServices.StartAsync();
        services.Token = CounterToken;
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, token, Cancellation);
        var callerToken = CallerToken.ReadFile(token is null ? null : file);
        File.Delete(file);
        await using var recorder = new HitRecorder(Settings(services) with { Token = callerToken }, TimeProvider.System);

        await recorder.RecordAsync([PageView(Evening, 1)], Cancellation);
        var failure = await Record.ExceptionAsync(() => recorder.CompleteAsync(Cancellation));

        Assert.Equal(taken ? 1UL : 0UL, services.Requests);
        Assert.Equal(taken ? null : $"The counter ({services.Address}) refused: Unauthenticated, a token is wanted.", failure?.Message);
    }

    [Fact]
    public async Task Record_StoreThatLostItsMemory_Fails()
    {
        await using var services = await FakeServices.StartAsync();
        var answers = 0;
        services.StoreId = () => Interlocked.Increment(ref answers) == 1 ? "first" : "second";
        await using var recorder = new HitRecorder(Settings(services) with { Concurrency = 1 }, TimeProvider.System);

        await recorder.RecordAsync([PageView(Evening, 1), PageView(Evening.AddSeconds(10), 1)], Cancellation);
        var failure = await Assert.ThrowsAsync<RecordingException>(() => recorder.CompleteAsync(Cancellation));

        Assert.Contains("changed from first to second", failure.Message, StringComparison.Ordinal);
    }

    private static async Task PlayAsync(FakeServices services, IReadOnlyList<Hit> hits)
    {
        await using var recorder = Recorder(services);
        await recorder.RecordAsync(hits, Cancellation);
        await recorder.CompleteAsync(Cancellation);
    }

    private static HitRecorder Recorder(FakeServices services) => new(Settings(services), TimeProvider.System);

    private static RecordingSettings Settings(FakeServices services) => new()
    {
        Counter = services.Address,
        Geo = services.Address,
        WriterId = "test",
        Keys = IdentityKeys.OfSeed(1),
    };

    private static Hit PageView(DateTimeOffset at, int network) => HitOf(at, network, HitKind.PageView);

    private static Hit Asset(DateTimeOffset at, int network) => HitOf(at, network, HitKind.Other);

    private static Hit HitOf(DateTimeOffset at, int network, HitKind kind) =>
        new(Bucket.Of(at), kind, HitOutcome.Served, NetworkAddress.FromIPv4((uint)network << 24), "browser", default);

    private static string BucketOf(Affluence.Counter.V1.RecordRequest record) =>
        Bucket.Of(record.BucketStart.ToDateTimeOffset()).ToString();
}
