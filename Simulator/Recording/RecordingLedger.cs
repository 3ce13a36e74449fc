namespace Affluence.Simulator.Recording;

/// <summary>What was taken in and what the counter acknowledged. In the end both are the same.</summary>
public sealed class RecordingLedger
{
    private long _taken;
    private long _acknowledged;
    private long _buckets;
    private long _records;
    private long _retries;
    private long _begun;
    private long _refused;

    /// <summary>Hits taken in.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Hits whose bucket the counter has acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Buckets acknowledged.</summary>
    public long Buckets => Interlocked.Read(ref _buckets);

    /// <summary>Messages acknowledged: at least one for each bucket.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Calls that failed and were made again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>
    /// Whether the counter may hold anything: a bucket was sent, and not refused for want of a right to record. One that was sent and not
    /// acknowledged may have come all the same.
    /// </summary>
    public bool MayBeHeld => Records > 0 || Retries > 0 || Interlocked.Read(ref _begun) > Interlocked.Read(ref _refused);

    internal void BeganBucket() => Interlocked.Increment(ref _begun);

    internal void RefusedBucket() => Interlocked.Increment(ref _refused);

    internal void Took(int hits) => Interlocked.Add(ref _taken, hits);

    internal void AcknowledgedRecord() => Interlocked.Increment(ref _records);

    internal void AcknowledgedBucket(long hits)
    {
        Interlocked.Add(ref _acknowledged, hits);
        Interlocked.Increment(ref _buckets);
    }

    internal void TriedAgain() => Interlocked.Increment(ref _retries);
}
