using Affluence.Gateway.Capture;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Batches that the counter has not acknowledged, oldest first. Held in memory; a spool on disk would take its place. Bounded: batches of
/// one key merge, and when too many visitors wait the oldest batch is given up and counted.
/// </summary>
internal sealed class Outbox(int capacity, DeliveryLedger ledger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<BatchKey, Batch> _batches = new(Comparer<BatchKey>.Create(CompareOldestFirst));
    private readonly SemaphoreSlim _filled = new(0);
    private int _visitors;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _batches.Count;
            }
        }
    }

    /// <summary>The oldest bucket that waits.</summary>
    public Bucket? OldestBucket
    {
        get
        {
            lock (_lock)
            {
                return _batches.Count == 0 ? null : _batches.First().Key.Bucket;
            }
        }
    }

    public void Put(Batch batch)
    {
        lock (_lock)
        {
            if (_batches.Remove(batch.Key, out var older))
            {
                _visitors -= older.Visitors;
                batch.Absorb(older);
            }

            _batches.Add(batch.Key, batch);
            _visitors += batch.Visitors;
            while (_visitors > capacity && _batches.Count > 1)
            {
                ledger.Dropped(DropReason.OutboxFull, RemoveOldest().Hits);
            }
        }

        _filled.Release();
    }

    /// <summary>Puts back a batch that could not be sent, under what came meanwhile.</summary>
    public void Return(Batch batch)
    {
        lock (_lock)
        {
            if (_batches.TryGetValue(batch.Key, out var newer))
            {
                newer.Absorb(batch);
            }
            else
            {
                _batches.Add(batch.Key, batch);
            }

            _visitors += batch.Visitors;
        }

        _filled.Release();
    }

    /// <summary>Takes the oldest batch; null if there is none.</summary>
    public Batch? TryTake()
    {
        lock (_lock)
        {
            return _batches.Count == 0 ? null : RemoveOldest();
        }
    }

    /// <summary>Returns once something was put in.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _filled.WaitAsync(cancellationToken);

    public void Dispose() => _filled.Dispose();

    private Batch RemoveOldest()
    {
        var (key, batch) = _batches.First();
        _batches.Remove(key);
        _visitors -= batch.Visitors;
        return batch;
    }

    private static int CompareOldestFirst(BatchKey left, BatchKey right)
    {
        var byBucket = left.Bucket.CompareTo(right.Bucket);
        if (byBucket != 0)
        {
            return byBucket;
        }

        var byEpoch = left.Epoch.CompareTo(right.Epoch);
        return byEpoch != 0 ? byEpoch : string.CompareOrdinal(left.WriterId, right.WriterId);
    }
}
