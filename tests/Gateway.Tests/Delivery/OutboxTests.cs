using Affluence.Gateway.Capture;
using Affluence.Gateway.Spool;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Delivery;

public sealed class OutboxTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeStore _store = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Killed_BeforeAnythingWasSent_TheNextProcessSendsAll()
    {
        using (var first = new SpoolBench(_directory.Path))
        {
            first.Flush(SpoolBench.BatchOf(0, visitors: 3), SpoolBench.BatchOf(1, visitors: 2, first: 100));
            first.Flush(SpoolBench.BatchOf(1, visitors: 4, first: 200, totalSoFar: 6));
            first.Kill();
        }

        using var second = new SpoolBench(_directory.Path);
        second.Flush();

        Assert.Equal((0, 9, 9), (second.Balance.Seen, second.Balance.Recovered, second.Balance.Pending));
        Assert.Equal(2, _store.TakeAll(second));
        Assert.Equal(9, _store.Visitors.Count);
        Assert.Equal(9, _store.Requests.Values.Sum());
        Assert.Equal((9, 0), (second.Balance.Acknowledged, second.Balance.Pending));
    }

    [Fact]
    public void Killed_AfterTheCounterHadIt_SendsItAgainAtMostAndOwesNothingIfItWasNoted()
    {
        using (var first = new SpoolBench(_directory.Path))
        {
            first.Flush(SpoolBench.BatchOf(0, visitors: 3));
            _store.TakeAll(first);
            first.Flush();
            first.Kill();
        }

        using var second = new SpoolBench(_directory.Path);
        second.Flush();

        Assert.Equal(0, second.Balance.Recovered);
        Assert.Equal(0, _store.TakeAll(second));
        Assert.Equal(1, second.Status.Kept);
    }

    [Fact]
    public void InFlight_WhenMoreOfItsBucketComes_OwesTheRestAlone()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        var first = bench.Outbox.TryTake()!;
        bench.Flush(SpoolBench.BatchOf(0, visitors: 4, first: 100, totalSoFar: 7));

        Assert.Null(bench.Outbox.TryTake());
        Assert.Equal((3, 4), (bench.Balance.Stages[HitStage.InFlight], bench.Balance.Stages[HitStage.Spooled]));
        bench.Outbox.StoreIs("first");
        bench.Outbox.Acknowledge(first, "first");

        var second = bench.Outbox.TryTake()!;
        Assert.Equal((4, 4L), (second.Batch.Visitors, second.Hits));
    }

    [Fact]
    public void Returned_MergesWithWhatCameMeanwhile()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        var inFlight = bench.Outbox.TryTake()!;
        bench.Flush(SpoolBench.BatchOf(0, visitors: 4, first: 100, totalSoFar: 7));
        bench.Outbox.Return(inFlight);

        var merged = bench.Outbox.TryTake()!;

        Assert.Equal((7, 7L), (merged.Batch.Visitors, merged.Hits));
        Assert.Equal(7, merged.Batch.Countries[CountryCode.Unknown].Totals!.Requests);
        Assert.Null(bench.Outbox.TryTake());
    }

    [Fact]
    public void Order_IsNewestFirst_AndWhatFailedWaitsBehindTheRest()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, 1), SpoolBench.BatchOf(1, 1), SpoolBench.BatchOf(2, 1), SpoolBench.BatchOf(2, 1, epoch: 2));

        var order = new List<(Bucket, uint)>();
        for (var turn = 0; turn < 5; turn++)
        {
            var taken = bench.Outbox.TryTake()!;
            order.Add((taken.Batch.Key.Bucket, taken.Batch.Key.Epoch));
            bench.Outbox.Return(taken);
        }

        (Bucket, uint)[] expected = [.. new[] { (2, 1u), (2, 2u), (1, 1u), (0, 1u), (2, 1u) }.Select(turn => (SpoolBench.Key(turn.Item1).Bucket, turn.Item2))];
        Assert.Equal(expected, order);
    }

    [Fact]
    public void StoreForgot_IsSentAgainWholeAndNotCountedTwice()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        _store.TakeAll(bench);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 2, first: 100, totalSoFar: 5));
        _store.TakeAll(bench);
        _store.LoseFrom(DateTimeOffset.MinValue, "second");

        // The loss shows with the next record of whatever bucket.
        bench.Flush(SpoolBench.BatchOf(1, visitors: 1, first: 200));
        _store.TakeAll(bench);

        Assert.Equal(6, _store.Visitors.Count);
        Assert.Equal(6, _store.Requests.Values.Sum());
        Assert.Equal((6, 6, 0), (bench.Balance.Seen, bench.Balance.Acknowledged, bench.Balance.Pending));
    }

    [Fact]
    public void StoreForgot_WhileARestOfTheBucketWasSent_IsSentTheWholeBucket()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        _store.TakeAll(bench);
        _store.LoseFrom(DateTimeOffset.MinValue, "second");
        // Its second part alone goes to the new store, whose answer first tells of the change.
        bench.Flush(SpoolBench.BatchOf(0, visitors: 2, first: 100, totalSoFar: 5));

        _store.TakeAll(bench);

        Assert.Equal(5, _store.Visitors.Count);
    }

    [Fact]
    public void StoreForgot_TwiceQuickly_IsSentAgainTwice()
    {
        using var bench = new SpoolBench(_directory.Path);
        for (var bucket = 0; bucket < 5; bucket++)
        {
            bench.Flush(SpoolBench.BatchOf(bucket, visitors: 2, first: (ulong)bucket * 10));
        }

        _store.TakeAll(bench);
        _store.LoseFrom(DateTimeOffset.MinValue, "second");
        bench.Flush(SpoolBench.BatchOf(5, visitors: 1, first: 100));
        Assert.True(_store.TakeOne(bench) && _store.TakeOne(bench) && _store.TakeOne(bench));
        // Half way through.
        _store.LoseFrom(DateTimeOffset.MinValue, "third");
        _store.TakeAll(bench);

        Assert.Equal(11, _store.Visitors.Count);
        Assert.Equal(11, _store.Requests.Values.Sum());
    }

    [Fact]
    public void StoreForgot_BetweenTwoRequestsOfOneBatch_IsSentAgain()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        var taken = bench.Outbox.TryTake()!;
        bench.Outbox.StoreIs("first");
        bench.Outbox.StoreIs("second");
        bench.Outbox.Acknowledge(taken, "first");

        var again = bench.Outbox.TryTake()!;

        Assert.True(again.IsWhole);
        Assert.Equal((3, 0L), (again.Batch.Visitors, again.Hits));
    }

    [Fact]
    public void StoreForgot_WhileTheGatewayWasDown_TheNextProcessSendsAgain()
    {
        using (var first = new SpoolBench(_directory.Path))
        {
            first.Flush(SpoolBench.BatchOf(0, visitors: 3));
            _store.TakeAll(first);
            first.Flush();
            first.Kill();
        }

        _store.LoseFrom(DateTimeOffset.MinValue, "second");
        using var second = new SpoolBench(_directory.Path);
        second.Flush(SpoolBench.BatchOf(1, visitors: 1, first: 100, writer: "next"));
        _store.TakeAll(second);

        Assert.Equal(4, _store.Visitors.Count);
        Assert.Equal((1, 0, 1), (second.Balance.Seen, second.Balance.Recovered, second.Balance.Acknowledged));
    }

    [Fact]
    public void Acknowledged_IsForgottenAfterTwoMinutesInWhichTheCounterAnswered()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        _store.TakeAll(bench);

        // The counter is away: nobody knows what the store still holds.
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        bench.Flush();
        Assert.Equal(1, bench.Status.Kept);

        bench.Flush(SpoolBench.BatchOf(1, visitors: 1));
        _store.TakeAll(bench);
        bench.Flush();
        Assert.Equal(1, bench.Status.Kept);
        Assert.Equal(0, _store.TakeAll(bench));
    }

    [Fact]
    public void Acknowledged_OlderThanAnHour_IsForgottenHoweverLongTheCounterIsAway()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        _store.TakeAll(bench);

        bench.Time.Advance(TimeSpan.FromMinutes(61));
        bench.Flush();

        Assert.Equal(0, bench.Status.Kept);
    }

    [Fact]
    public void OutOfRoom_GivesUpTheOldestAndTellsTheCounterHowMuch()
    {
        using var bench = new SpoolBench(_directory.Path, configure: options => options.MaxBytes = 12_000);
        for (var bucket = 0; bucket < 10; bucket++)
        {
            bench.Flush(SpoolBench.BatchOf(bucket, visitors: 250, first: (ulong)bucket * 1_000));
        }

        bench.Flush();
        var dropped = bench.Balance.Dropped[DropReason.SpoolFull];
        Assert.InRange(dropped, 1_000, 2_000);
        Assert.True(bench.Status.Bytes <= 12_000, $"{bench.Status.Bytes} bytes are kept");

        _store.TakeAll(bench);
        Assert.Equal(dropped, _store.DroppedHits.Values.Sum());
        Assert.Equal(2_500, _store.Requests.Values.Sum() + dropped);
        Assert.Equal(SpoolBench.Key(0).Bucket, _store.DroppedHits.Keys.Min());
        Assert.Equal(SpoolBench.Key(9).Bucket, _store.Requests.Keys.Max());
        Assert.Empty(_store.DroppedHits.Keys.Intersect(_store.Requests.Keys));
    }

    [Fact]
    public void OutOfRoom_ForgetsWhatWasAcknowledgedFirst()
    {
        using var bench = new SpoolBench(_directory.Path, configure: options => options.MaxBytes = 5_000);
        bench.Flush(SpoolBench.BatchOf(1, visitors: 250));
        _store.TakeAll(bench);

        bench.Flush(SpoolBench.BatchOf(0, visitors: 250), SpoolBench.BatchOf(2, visitors: 250));
        bench.Flush();

        Assert.Equal(0, bench.Balance.Dropped[DropReason.SpoolFull]);
        Assert.Equal((2, 0), (bench.Status.Owed, bench.Status.Kept));
    }

    [Fact]
    public void Heartbeats_AreBoundedToo()
    {
        using var bench = new SpoolBench(_directory.Path, configure: options => options.MaxBytes = 10_000);
        for (var bucket = 0; bucket < 200; bucket++)
        {
            bench.Flush(SpoolBench.BatchOf(bucket, visitors: 0));
        }

        bench.Flush();

        Assert.True(bench.Status.Owed < 60, $"{bench.Status.Owed} heartbeats are kept");
        Assert.Equal(0, bench.Balance.Dropped.Values.Sum());
    }

    [Fact]
    public void TooOld_IsGivenUpAndTold()
    {
        using var bench = new SpoolBench(_directory.Path, configure: options => options.MaxAge = TimeSpan.FromHours(1));
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        bench.Time.Advance(TimeSpan.FromMinutes(62));
        bench.Flush(SpoolBench.BatchOf(372, visitors: 1, first: 100));
        bench.Flush();

        Assert.Equal(3, bench.Balance.Dropped[DropReason.TooOld]);
        _store.TakeAll(bench);
        Assert.Equal(3, _store.DroppedHits[SpoolBench.Key(0).Bucket]);
        Assert.Single(_store.Visitors);

        bench.Time.Advance(TimeSpan.FromHours(2));
        bench.Flush();
        Assert.Equal((0, 0), (bench.Status.Owed, bench.Status.Kept));
    }

    [Fact]
    public void DroppedHits_OfOneBucket_AddUpAcrossReasonsAndProcesses()
    {
        using (var first = new SpoolBench(_directory.Path))
        {
            first.Outbox.Put([], 0, [new HitDrop(SpoolBench.Key(0), 5)]);
            first.Flush(SpoolBench.BatchOf(0, visitors: 3));
            first.Outbox.Reject(first.Outbox.TryTake()!);
            first.Outbox.Put([], 0, [new HitDrop(SpoolBench.Key(0), 2)]);
            first.Kill();
        }

        using var second = new SpoolBench(_directory.Path);
        second.Flush();
        _store.TakeAll(second);

        Assert.Equal(10, _store.DroppedHits[SpoolBench.Key(0).Bucket]);
        Assert.Empty(_store.Visitors);
    }

    [Fact]
    public void Rejected_TellsOfTheDropOnce_AndNotForEverIfThatIsRejectedToo()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));

        bench.Outbox.Reject(bench.Outbox.TryTake()!);
        Assert.Equal(3, bench.Balance.Dropped[DropReason.Rejected]);
        var word = bench.Outbox.TryTake()!;
        Assert.Equal((0, 3L), (word.Batch.Visitors, word.Batch.DroppedHits));
        bench.Outbox.Reject(word);

        Assert.Null(bench.Outbox.TryTake());
        bench.Flush();
        Assert.Equal(3, bench.Balance.Dropped.Values.Sum());
    }

    [Fact]
    public void Close_LeavesWhatIsOwedInTheSpool()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));

        Assert.Equal((3, 0), bench.Outbox.Close());
        Assert.Equal((3, 0), (bench.Balance.Stages[HitStage.Spooled], bench.Balance.Dropped[DropReason.Shutdown]));
    }

    [Fact]
    public void WithoutASpool_BatchesAreSentFromMemory_AndCloseDropsTheRest()
    {
        using var bench = new SpoolBench(string.Empty);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        _store.TakeAll(bench);
        _store.LoseFrom(DateTimeOffset.MinValue, "second");
        bench.Flush(SpoolBench.BatchOf(1, visitors: 2, first: 100));
        _store.TakeAll(bench);
        Assert.Equal(5, _store.Visitors.Count);

        bench.Flush(SpoolBench.BatchOf(2, visitors: 4, first: 200));
        Assert.Equal((0, 4), bench.Outbox.Close());
        Assert.Equal(4, bench.Balance.Dropped[DropReason.Shutdown]);
        Assert.Null(bench.Status.Trouble);
    }
}
