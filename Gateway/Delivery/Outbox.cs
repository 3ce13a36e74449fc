using Affluence.Gateway.Capture;
using Affluence.Gateway.Spool;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Batches that the counter is owed, and for a while those that it has acknowledged, should the store turn out to have lost them. They are on
/// disk before they can be taken. One flush is one transaction, which also writes down what was acknowledged since the last.
/// </summary>
internal sealed partial class Outbox(
    SpoolKeeper keeper,
    DeliveryLedger ledger,
    SpoolMetrics metrics,
    IOptions<SpoolOptions> options,
    TimeProvider time,
    ILogger<Outbox> logger) : IDisposable
{
    /// <summary>Batches that go from memory to disk with one flush.</summary>
    private const int MostMoved = 64;

    private static readonly TimeSpan GivenUpLogPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SpoolLimits _limits = new(options.Value);
    private volatile OutboxStatus _status = OutboxStatus.Unknown;
    private string? _storeId;
    private DateTimeOffset? _confirmedAt;
    private long? _givenUpLoggedAt;

    /// <summary>As of the last flush.</summary>
    public OutboxStatus Status => _status;

    /// <summary>Takes in what a flush made, and writes down what changed since the last one.</summary>
    /// <param name="batches">Made from hits that were waiting.</param>
    /// <param name="sorted">How many these hits were.</param>
    /// <param name="drops">Hits that were given up since the last flush; at most one entry for each key.</param>
    /// <param name="released">Where some of these hits were sealed meanwhile, which is deleted with the same transaction.</param>
    public void Put(IReadOnlyCollection<Batch> batches, long sorted, IReadOnlyCollection<HitDrop> drops, params IEnumerable<SealedRow> released)
    {
        lock (_lock)
        {
            foreach (var row in released)
            {
                row.Spool.Remove(row);
            }

            var now = time.GetUtcNow();
            keeper.Refresh();
            foreach (var spool in keeper.All)
            {
                Forget(spool, now);
            }

            Store([.. batches.Select(batch => (batch, batch.Hits))], sorted, [.. drops.Select(drop => drop with { Hits = drop.Hits + DroppedHits(drop.Key) })]);
            _status = ReadStatus();
            if (_filled.CurrentCount == 0)
            {
                _filled.Release();
            }
        }
    }

    /// <summary>Puts hits on disk that wait for their country.</summary>
    /// <returns>Where; null if they are in memory alone.</returns>
    public IReadOnlyList<SealedRow>? TrySeal(IReadOnlyCollection<SealedHits> sealedHits)
    {
        lock (_lock)
        {
            var rows = keeper.TrySeal(sealedHits);
            _status = ReadStatus();
            return rows;
        }
    }

    /// <summary>Takes sealed hits that an earlier process left, whose country is to be found out now. Null if there are none, or their file can't be used.</summary>
    public TakenHits? TryTakeSealed()
    {
        lock (_lock)
        {
            if (keeper.Writable is null || keeper.All.SelectMany(spool => spool.Left).FirstOrDefault() is not { } row)
            {
                return null;
            }

            try
            {
                var hits = row.Spool.ReadSealed(row);
                row.Spool.Take(row);
                return new TakenHits(row, hits);
            }
            catch (Exception exception) when (exception is SqliteException || SpoolDatabase.IsDamage(exception))
            {
                keeper.Failed(row.Spool, exception);
                return null;
            }
        }
    }

    /// <summary>They could not be opened or located yet.</summary>
    public void Return(TakenHits taken)
    {
        lock (_lock)
        {
            if (taken.Row.Spool.IsClosed)
            {
                ledger.Dropped(HitStage.Sealed, DropReason.SpoolLost, taken.Row.Hits);
            }
            else
            {
                taken.Row.Spool.GiveBack(taken.Row);
            }
        }
    }

    /// <summary>They were located, and are these batches now, in the file in which they were: one transaction, so that nothing is twice or lost.</summary>
    public void Put(TakenHits taken, IReadOnlyCollection<Batch> batches)
    {
        lock (_lock)
        {
            var arrived = batches.Sum(batch => batch.Hits);
            if (TryReplace(taken, [.. batches.Select(batch => (batch, batch.Hits))], []) is { } stage)
            {
                ledger.Move(HitStage.Sealed, taken.Row.Hits, stage, arrived);
                _status = ReadStatus();
                if (_filled.CurrentCount == 0)
                {
                    _filled.Release();
                }
            }
        }
    }

    /// <summary>They are given up, of which the counter is to be told.</summary>
    public void GiveUp(TakenHits taken, BatchKey key, DropReason reason)
    {
        lock (_lock)
        {
            if (TryReplace(taken, [], [new HitDrop(key, taken.Row.Hits)]) is not null)
            {
                ledger.Dropped(HitStage.Sealed, reason, taken.Row.Hits);
                _status = ReadStatus();
                Log.GivenUp(logger, key.Bucket, taken.Row.Hits, reason);
            }
        }
    }

    /// <summary>
    /// Takes what is to be sent next: what failed least, so that one batch which the counter can't take holds up no other; and of these the
    /// newest, so that after an outage the live figures are right at once and the past follows. Null if there is none.
    /// </summary>
    public TakenBatch? TryTake()
    {
        lock (_lock)
        {
            (BatchSpool Spool, SpooledBucket Bucket)? next = null;
            foreach (var spool in keeper.All)
            {
                foreach (var bucket in spool.Buckets.Where(bucket => !bucket.IsInFlight && bucket.Owes(_storeId)))
                {
                    next = next is { } best && Rank(best.Bucket).CompareTo(Rank(bucket)) <= 0 ? next : (spool, bucket);
                }
            }

            return next is { } found ? TryTake(found.Spool, found.Bucket) : null;
        }

        static (int, long, uint) Rank(SpooledBucket bucket) => (bucket.Failures, -bucket.Key.Bucket.Number, bucket.Key.Epoch);
    }

    /// <summary>The counter has it.</summary>
    /// <param name="storeId">The memory of the store as it was named first: if it changed between two requests, the first ones may be lost.</param>
    public void Acknowledge(TakenBatch taken, string storeId)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (taken.IsWhole)
            {
                metrics.Resent();
            }

            taken.Bucket.Acknowledge(
                taken.Through, taken.OwedHits, taken.OwedBytes, taken.IsWhole, taken.Batch.DroppedHits, storeId, now);
            ledger.Acknowledged(taken.Hits);
            _confirmedAt = storeId == _storeId ? now : _confirmedAt;
        }
    }

    /// <summary>It is not known to have arrived, and is to be sent again.</summary>
    public void Return(TakenBatch taken)
    {
        lock (_lock)
        {
            taken.Bucket.ComeBack(taken.Batch);
            if (taken.Spool.IsClosed)
            {
                // Its file was found damaged meanwhile.
                keeper.Memory.Write([(taken.Batch, taken.Hits)], [new HitDrop(taken.Bucket.Key, taken.Bucket.DroppedHits)]);
                ledger.Move(HitStage.InFlight, HitStage.Held, taken.Hits);
            }
            else
            {
                ledger.Move(HitStage.InFlight, taken.Hits, taken.Spool.Stage, taken.OwedHits);
            }
        }
    }

    /// <summary>The counter will never take it.</summary>
    public void Reject(TakenBatch taken)
    {
        lock (_lock)
        {
            var bucket = taken.Bucket;
            bucket.Discard(taken.Through, taken.OwedHits, taken.OwedBytes);
            if (taken.Hits == 0)
            {
                // Not even that hits were dropped, if there was such word.
                bucket.ForgiveDrops();
            }

            bucket.SetDroppedHits(bucket.DroppedHits + taken.Hits);
            ledger.Dropped(HitStage.InFlight, DropReason.Rejected, taken.Hits);
        }
    }

    /// <summary>The counter answered, and named the memory of the store. One that is not the last holds nothing of what was acknowledged.</summary>
    /// <returns>Whether it is another than before.</returns>
    public bool StoreIs(string storeId)
    {
        lock (_lock)
        {
            if (_storeId == storeId)
            {
                return false;
            }

            var before = _storeId;
            (_storeId, _confirmedAt) = (storeId, null);
            var forgotten = keeper.All.Sum(spool => spool.Buckets.Count(bucket => bucket.IsForgottenBy(storeId)));
            if (before is not null)
            {
                metrics.StoreChanged();
            }

            if (before is not null || forgotten > 0)
            {
                Log.StoreChanged(logger, before ?? "that of an earlier process", storeId, forgotten);
            }

            return before is not null;
        }
    }

    /// <summary>Returns once there may be something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _filled.WaitAsync(cancellationToken);

    /// <summary>Leaves what is owed in the spool, for the next process. Without a spool it is dropped.</summary>
    /// <returns>How many hits were left in the spool, and how many dropped.</returns>
    public (long Left, long Dropped) Close()
    {
        lock (_lock)
        {
            if (keeper.Memory.Hits > 0 && keeper.Trouble is not null)
            {
                keeper.Insist();
            }

            do
            {
                Store([], 0, []);
            }
            while (keeper.Writable is not null && keeper.Memory.Hits > 0);

            var dropped = keeper.Memory.Hits;
            ledger.Dropped(HitStage.Held, DropReason.Shutdown, dropped);
            var left = keeper.All.Where(spool => spool.Stage == HitStage.Spooled).Sum(spool => spool.Hits + spool.SealedHits);
            keeper.Dispose();
            return (left, dropped);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            keeper.Dispose();
        }

        _filled.Dispose();
    }

    /// <returns>Where it is; null if it could not be written, and the sealed hits are still to be taken in.</returns>
    private HitStage? TryReplace(TakenHits taken, IReadOnlyCollection<(Batch Batch, long Hits)> batches, IReadOnlyCollection<HitDrop> drops)
    {
        var spool = taken.Row.Spool;
        if (!spool.IsClosed)
        {
            spool.Remove(taken.Row);
            if (keeper.TryWrite(spool, batches, drops))
            {
                return spool.Stage;
            }
        }

        if (spool.IsClosed)
        {
            // Its file was found damaged, and is not read again.
            keeper.Memory.Write(batches, drops);
            return keeper.Memory.Stage;
        }

        spool.GiveBack(taken.Row);
        return null;
    }

    private TakenBatch? TryTake(BatchSpool spool, SpooledBucket bucket)
    {
        var isWhole = bucket.IsForgottenBy(_storeId);
        try
        {
            var (batch, hits) = spool.Read(bucket, isWhole);
            bucket.Depart();
            ledger.Move(spool.Stage, bucket.Hits, HitStage.InFlight, hits);
            return new TakenBatch(spool, bucket, batch, bucket.Hits, hits, bucket.Last, bucket.OwedBytes, isWhole);
        }
        catch (Exception exception) when (spool.Slot is not null && (exception is SqliteException || SpoolDatabase.IsDamage(exception)))
        {
            bucket.ComeBack(null);
            keeper.Failed(spool, exception);
            return null;
        }
    }

    /// <summary>On disk if it can be, and with it what waits in memory; else in memory.</summary>
    private void Store(IReadOnlyCollection<(Batch Batch, long Hits)> batches, long sorted, IReadOnlyCollection<HitDrop> drops)
    {
        var arrived = batches.Sum(batch => batch.Hits);
        if (keeper.Writable is { } file)
        {
            var moved = keeper.Memory.Buckets
                .Where(bucket => !bucket.IsInFlight && (bucket.OwesParts || bucket.OwesDrops))
                .Take(MostMoved)
                .Select(bucket => (Bucket: bucket, Content: keeper.Memory.Read(bucket, whole: true)))
                .ToList();
            HitDrop[] told = [.. moved.Select(move => new HitDrop(move.Bucket.Key, move.Bucket.DroppedHits)), .. drops];
            if (keeper.TryWrite(file, [.. moved.Select(move => move.Content), .. batches], told))
            {
                ledger.Move(HitStage.Waiting, sorted, file.Stage, arrived);
                foreach (var (bucket, content) in moved)
                {
                    ledger.Move(HitStage.Held, bucket.Hits, file.Stage, content.Hits);
                    keeper.Memory.Remove(bucket);
                }

                keeper.Memory.Write([], []);
                foreach (var adopted in keeper.Adopted.ToList())
                {
                    keeper.TryWrite(adopted, [], []);
                }

                return;
            }
        }

        keeper.Memory.Write(batches, drops);
        ledger.Move(HitStage.Waiting, sorted, HitStage.Held, arrived);
    }

    private void Forget(BatchSpool spool, DateTimeOffset now)
    {
        foreach (var bucket in spool.Buckets.ToList())
        {
            if (_limits.IsTooOld(bucket, now) && bucket.OwesParts)
            {
                GiveUp(spool, bucket, DropReason.TooOld);
            }

            if (_limits.IsPast(bucket, now) || _limits.IsSafe(bucket, _storeId, _confirmedAt, now))
            {
                spool.Remove(bucket);
            }
        }

        foreach (var bucket in _limits.Excess(spool, _storeId))
        {
            if (bucket.OwesParts)
            {
                GiveUp(spool, bucket, DropReason.SpoolFull);
            }
            else
            {
                spool.Remove(bucket);
            }
        }
    }

    private void GiveUp(BatchSpool spool, SpooledBucket bucket, DropReason reason)
    {
        var hits = bucket.Hits;
        ledger.Dropped(spool.Stage, reason, hits);
        bucket.Discard(bucket.Last, hits, bucket.OwedBytes);
        bucket.SetDroppedHits(bucket.DroppedHits + hits);
        if (hits > 0 && (_givenUpLoggedAt is not { } last || time.GetElapsedTime(last) > GivenUpLogPause))
        {
            _givenUpLoggedAt = time.GetTimestamp();
            Log.GivenUp(logger, bucket.Key.Bucket, hits, reason);
        }
    }

    /// <summary>Of one key, wherever parts of it are.</summary>
    private long DroppedHits(BatchKey key) => keeper.All.Max(spool => spool.Find(key)?.DroppedHits ?? 0);

    private OutboxStatus ReadStatus()
    {
        var (owed, kept, bytes, waiting, oldest) = (0, 0, 0L, 0L, (Bucket?)null);
        foreach (var spool in keeper.All)
        {
            bytes += spool.Bytes;
            waiting += spool.SealedHits;
            foreach (var bucket in spool.Buckets)
            {
                if (bucket.IsInFlight || bucket.Owes(_storeId))
                {
                    owed++;
                    oldest = oldest < bucket.Key.Bucket ? oldest : bucket.Key.Bucket;
                }
                else
                {
                    kept++;
                }
            }
        }

        return new OutboxStatus(keeper.File, keeper.Trouble, keeper.Adopted.Count, owed, kept, bytes, oldest, waiting, _storeId);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Bucket {Bucket} with {Hits} hits was given up ({Reason}); more may follow within the minute")]
        public static partial void GivenUp(ILogger logger, Bucket bucket, long hits, DropReason reason);

        [LoggerMessage(LogLevel.Warning, "The store's memory changed from {Before} to {After}; {Buckets} buckets that it had acknowledged are sent again")]
        public static partial void StoreChanged(ILogger logger, string before, string after, int buckets);
    }
}
