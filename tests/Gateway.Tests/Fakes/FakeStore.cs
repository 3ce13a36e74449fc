namespace Affluence.Gateway.Tests.Fakes;

/// <summary>The counter and its store as an outbox sees them: sets united, largest totals; and a memory that can be lost in part.</summary>
internal sealed class FakeStore(string storeId = "first")
{
    private readonly List<(DateTimeOffset At, Batch Batch)> _written = [];

    public string StoreId { get; private set; } = storeId;

    public IReadOnlySet<(Bucket Bucket, CountryCode Country, HitOutcome Outcome, ulong Visitor)> Visitors =>
        _written.SelectMany(write => write.Batch.Countries.SelectMany(country => country.Value.Visitors.SelectMany(part =>
            part.Value.Select(visitor => (write.Batch.Key.Bucket, country.Key, part.Key, visitor))))).ToHashSet();

    public IReadOnlyDictionary<Bucket, long> Requests =>
        SumByBucket(batch => batch.Countries.Select(country => (country.Key, country.Value.Totals?.Requests ?? 0)));

    public IReadOnlyDictionary<Bucket, long> DroppedHits => SumByBucket(batch => [(CountryCode.Unknown, batch.DroppedHits)]);

    public int Writes => _written.Count;

    public void Write(Batch batch, DateTimeOffset at) => _written.Add((at, batch));

    /// <summary>Another store took over, which had not got what was written from an instant on.</summary>
    public void LoseFrom(DateTimeOffset instant, string newStoreId)
    {
        _written.RemoveAll(write => write.At >= instant);
        StoreId = newStoreId;
    }

    /// <summary>Sends one batch; false if there was none.</summary>
    public bool TakeOne(SpoolBench bench)
    {
        if (bench.Outbox.TryTake() is not { } taken)
        {
            return false;
        }

        Write(taken.Batch, bench.Time.GetUtcNow());
        bench.Outbox.StoreIs(StoreId);
        bench.Outbox.Acknowledge(taken, StoreId);
        Assert.Equal(0, bench.Balance.Unaccounted);
        return true;
    }

    public int TakeAll(SpoolBench bench)
    {
        var sent = 0;
        while (TakeOne(bench))
        {
            sent++;
            Assert.True(sent < 10_000, "the outbox never comes to an end");
        }

        return sent;
    }

    private Dictionary<Bucket, long> SumByBucket(Func<Batch, IEnumerable<(CountryCode Country, long Total)>> totals) =>
        _written
            .SelectMany(write => totals(write.Batch).Select(total => (write.Batch.Key.WriterId, write.Batch.Key.Bucket, total.Country, total.Total)))
            .GroupBy(total => (total.WriterId, total.Bucket, total.Country))
            .GroupBy(totals => totals.Key.Bucket, totals => totals.Max(total => total.Total))
            .Where(totals => totals.Sum() > 0)
            .ToDictionary(totals => totals.Key, totals => totals.Sum());
}
