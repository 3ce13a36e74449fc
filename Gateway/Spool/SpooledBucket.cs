using System.Diagnostics;

namespace Affluence.Gateway.Spool;

/// <summary>
/// What a spool holds of one bucket: parts, one for each flush, numbered in the order they came. Up to <see cref="Through"/> they were
/// acknowledged, and are kept for a store that forgets; beyond, they are owed.
/// </summary>
internal sealed class SpooledBucket(BatchKey key, long row)
{
    private const int MaxLinks = 128;

    private readonly List<ActivityContext> _links = [];

    public BatchKey Key { get; } = key;

    /// <summary>Its row in the spool's table of buckets.</summary>
    public long Row { get; } = row;

    /// <summary>The newest part; 0 if there was none.</summary>
    public long Last { get; private set; }

    /// <summary>The newest part that is owed no more.</summary>
    public long Through { get; private set; }

    /// <summary>Hits in the parts that are owed.</summary>
    public long Hits { get; private set; }

    /// <summary>Room that the parts take which are owed.</summary>
    public long OwedBytes { get; private set; }

    /// <summary>Room that the parts take which were acknowledged.</summary>
    public long KeptBytes { get; private set; }

    /// <summary>The memory of the store that all the acknowledged parts are in; null if none was acknowledged.</summary>
    public string? StoreId { get; private set; }

    /// <summary>When the last of them was.</summary>
    public DateTimeOffset AcknowledgedAt { get; private set; }

    /// <summary>Hits of the bucket that its writer gave up. It only grows.</summary>
    public long DroppedHits { get; private set; }

    /// <summary>The counter has not been told of <see cref="DroppedHits"/>, or not of all.</summary>
    public bool OwesDrops { get; private set; }

    public bool IsInFlight { get; private set; }

    /// <summary>How often it was sent in vain since it last arrived.</summary>
    public int Failures { get; private set; }

    /// <summary>Parts up to this are to be deleted.</summary>
    public long DiscardThrough { get; private set; }

    /// <summary>The database does not say yet what is said here.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The span of the flush that began what is owed, and the requests it carries, as far as they are traced.</summary>
    public ActivityContext Origin { get; private set; }

    public IReadOnlyList<ActivityContext> Links => _links;

    public bool OwesParts => Last > Through;

    /// <summary>True: it is to be sent, now or again. A store that forgot is owed everything.</summary>
    public bool Owes(string? storeId) => OwesParts || OwesDrops || IsForgottenBy(storeId);

    public bool IsForgottenBy(string? storeId) => StoreId is not null && storeId is not null && StoreId != storeId;

    /// <summary>As it was read from the database.</summary>
    public void Restore(
        long last, long through, long hits, long owedBytes, long keptBytes, string? storeId, DateTimeOffset acknowledgedAt, long droppedHits)
    {
        (Last, Through, Hits, OwedBytes, KeptBytes) = (Math.Max(last, through), through, hits, owedBytes, keptBytes);
        (StoreId, AcknowledgedAt, DroppedHits) = (storeId, acknowledgedAt, droppedHits);
        OwesDrops = droppedHits > 0;
    }

    public void Append(long part, long hits, long bytes)
    {
        Last = part;
        Hits += hits;
        OwedBytes += bytes;
    }

    public void Trace(Batch batch)
    {
        if (Origin == default)
        {
            Origin = batch.Origin;
        }

        foreach (var link in batch.Links.Take(MaxLinks - _links.Count))
        {
            _links.Add(link);
        }
    }

    public void SetDroppedHits(long total)
    {
        if (total > DroppedHits)
        {
            (DroppedHits, OwesDrops, IsChanged) = (total, true, true);
        }
    }

    /// <summary>What is owed, and its traces, were taken to be sent.</summary>
    public void Depart()
    {
        IsInFlight = true;
        Origin = default;
        _links.Clear();
    }

    /// <param name="batch">What was taken; null if it could not be read.</param>
    public void ComeBack(Batch? batch)
    {
        IsInFlight = false;
        Failures++;
        if (batch is not null)
        {
            Trace(batch);
        }
    }

    /// <summary>The parts up to <paramref name="through"/> have arrived.</summary>
    /// <param name="isWhole">All acknowledged parts were sent, not the owed ones alone.</param>
    /// <param name="droppedHits">As the counter was told.</param>
    public void Acknowledge(
        long through, long hits, long bytes, bool isWhole, long droppedHits, string storeId, DateTimeOffset now)
    {
        IsInFlight = false;
        Failures = 0;
        Through = Math.Max(Through, through);
        Hits -= hits;
        OwedBytes -= bytes;
        KeptBytes += bytes;
        OwesDrops = DroppedHits > droppedHits;
        // New parts alone do not tell a store that forgot the old ones: then it is owed the whole.
        StoreId = isWhole || StoreId is null ? storeId : StoreId;
        AcknowledgedAt = now;
        IsChanged = true;
    }

    /// <summary>The parts up to <paramref name="through"/>, kept ones too, are not owed and not kept any more.</summary>
    public void Discard(long through, long hits, long bytes)
    {
        IsInFlight = false;
        Failures = 0;
        Through = Math.Max(Through, through);
        DiscardThrough = Through;
        Hits -= hits;
        OwedBytes -= bytes;
        KeptBytes = 0;
        (StoreId, AcknowledgedAt) = (null, default);
        IsChanged = true;
    }

    /// <summary>Nothing is left to be told of what was dropped: the counter would not hear it.</summary>
    public void ForgiveDrops() => OwesDrops = false;

    /// <summary>The database says what is said here.</summary>
    public void Saved()
    {
        IsChanged = false;
        DiscardThrough = 0;
    }
}
