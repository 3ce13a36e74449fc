using Affluence.Gateway.Capture;
using Google.Protobuf;

namespace Affluence.Gateway.Spool;

/// <summary>One spool: its database, and what it holds of each bucket, oldest bucket first. Not thread-safe.</summary>
internal sealed class BatchSpool : IDisposable
{
    private readonly SpoolDatabase _database;
    private readonly SortedDictionary<BatchKey, SpooledBucket> _buckets = new(Comparer<BatchKey>.Create(CompareOldestFirst));
    private readonly List<long> _removedRows = [];
    private readonly List<long> _removedSealed = [];
    private readonly List<SealedRow> _left;
    private readonly Dictionary<long, int> _sealed = [];
    private long _lastSealed;
    private long _lastPart;
    private long _lastRow;

    private BatchSpool(SpoolDatabase database, SpoolSlot? slot)
    {
        (_database, Slot) = (database, slot);
        foreach (var bucket in database.ReadBuckets())
        {
            _buckets.Add(bucket.Key, bucket);
            _lastPart = Math.Max(_lastPart, bucket.Last);
            _lastRow = Math.Max(_lastRow, bucket.Row);
        }

        _left = [.. database.ReadSealedRows().OrderBy(row => row.Key).Select(row => new SealedRow(this, row.Key, row.Value))];
        _lastSealed = _left.Count == 0 ? 0 : _left[^1].Row;
    }

    /// <summary>The file it is in; null if it is in memory.</summary>
    public SpoolSlot? Slot { get; }

    /// <summary>Where its hits are, for the ledger.</summary>
    public HitStage Stage => Slot is null ? HitStage.Held : HitStage.Spooled;

    public bool IsClosed { get; private set; }

    public IReadOnlyCollection<SpooledBucket> Buckets => _buckets.Values;

    public long Hits => _buckets.Values.Sum(bucket => bucket.Hits);

    /// <summary>Sealed hits that an earlier process left, and nobody has taken; what was given back comes last.</summary>
    public IReadOnlyList<SealedRow> Left => _left;

    /// <summary>Sealed hits in it, those of an earlier process and of this one.</summary>
    public long SealedHits => _left.Sum(row => (long)row.Hits) + _sealed.Values.Sum(hits => (long)hits);

    public bool IsEmpty => Buckets.Count == 0 && SealedHits == 0 && _removedSealed.Count == 0;

    public long Bytes => _buckets.Values.Sum(bucket => bucket.OwedBytes + bucket.KeptBytes + SpoolPart.Overhead);

    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">It can't be opened.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static BatchSpool Open(SpoolSlot slot)
    {
        var database = SpoolDatabase.Open(slot.Path);
        try
        {
            return new BatchSpool(database, slot);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static BatchSpool InMemory() => new(SpoolDatabase.InMemory(), null);

    public SpooledBucket? Find(BatchKey key) => _buckets.GetValueOrDefault(key);

    /// <summary>The parts of a bucket that are owed, or all of them, merged; and the hits that were written down with those owed.</summary>
    public (Batch Batch, long Hits) Read(SpooledBucket bucket, bool whole) => _database.Read(bucket, whole ? 0 : bucket.Through);

    /// <exception cref="InvalidDataException">They are not there.</exception>
    public SealedHits ReadSealed(SealedRow row) => _database.ReadSealed(row.Row);

    /// <summary>Writes sealed hits, all or none.</summary>
    public IReadOnlyList<SealedRow> WriteSealed(IReadOnlyCollection<SealedHits> sealedHits)
    {
        var rows = sealedHits.Select((hits, index) => (Row: _lastSealed + 1 + index, Hits: hits)).ToList();
        _database.WriteSealed(rows);
        _lastSealed += rows.Count;
        foreach (var (row, hits) in rows)
        {
            _sealed.Add(row, hits.Hits);
        }

        return [.. rows.Select(row => new SealedRow(this, row.Row, row.Hits.Hits))];
    }

    /// <summary>Somebody opens what was <see cref="Left"/>, and will say what became of it.</summary>
    public void Take(SealedRow row)
    {
        _left.Remove(row);
        _sealed.Add(row.Row, row.Hits);
    }

    /// <summary>It could not be opened, or what it became not be written.</summary>
    public void GiveBack(SealedRow row)
    {
        _removedSealed.Remove(row.Row);
        _sealed.Remove(row.Row);
        _left.Add(row);
    }

    /// <summary>Takes sealed hits out, with the next <see cref="Write"/>.</summary>
    public void Remove(SealedRow row)
    {
        _sealed.Remove(row.Row);
        _removedSealed.Add(row.Row);
    }

    /// <summary>Takes a bucket out, with the next <see cref="Write"/>.</summary>
    public void Remove(SpooledBucket bucket)
    {
        _buckets.Remove(bucket.Key);
        _removedRows.Add(bucket.Row);
    }

    /// <summary>
    /// Adds batches, and writes down what changed since the last call. If that fails nothing is added, and what changed is tried again with the
    /// next call.
    /// </summary>
    /// <param name="batches">Each with the hits it accounts for, which a batch that was read from a spool does not know.</param>
    /// <param name="drops">Running totals of dropped hits.</param>
    public void Write(IReadOnlyCollection<(Batch Batch, long Hits)> batches, IReadOnlyCollection<HitDrop> drops)
    {
        var (lastPart, lastRow) = (_lastPart, _lastRow);
        var added = new Dictionary<BatchKey, SpooledBucket>();
        var parts = new List<SpoolPart>(batches.Count);
        foreach (var (batch, hits) in batches)
        {
            var bucket = FindOrAdd(batch.Key);
            // The last answers for all hits; the others carry visitors for whom there is no room in one.
            var records = RecordRequests.From(batch).Select(request => request.ToByteArray()).ToList();
            parts.AddRange(records.Select((record, index) => new SpoolPart(++lastPart, bucket, index == records.Count - 1 ? hits : 0, record)));
        }

        var dropped = drops.Select(drop => (Bucket: FindOrAdd(drop.Key), drop.Hits)).ToList();
        foreach (var (bucket, hits) in dropped)
        {
            bucket.SetDroppedHits(hits);
        }

        SpooledBucket[] changed = [.. added.Values, .. _buckets.Values.Where(bucket => bucket.IsChanged)];
        if (changed.Length + parts.Count + _removedRows.Count + _removedSealed.Count == 0)
        {
            return;
        }

        _database.Write(_removedRows, _removedSealed, changed, parts);

        _removedRows.Clear();
        _removedSealed.Clear();
        (_lastPart, _lastRow) = (lastPart, lastRow);
        foreach (var bucket in changed)
        {
            bucket.Saved();
            _buckets[bucket.Key] = bucket;
        }

        foreach (var part in parts)
        {
            part.Bucket.Append(part.Number, part.Hits, part.Bytes);
        }

        foreach (var (batch, _) in batches)
        {
            _buckets[batch.Key].Trace(batch);
        }

        SpooledBucket FindOrAdd(BatchKey key)
        {
            if (!_buckets.TryGetValue(key, out var bucket) && !added.TryGetValue(key, out bucket))
            {
                added.Add(key, bucket = new SpooledBucket(key, ++lastRow));
            }

            return bucket;
        }
    }

    public void Tidy() => _database.Tidy();

    public void Dispose()
    {
        IsClosed = true;
        _database.Dispose();
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
