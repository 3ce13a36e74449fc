namespace Affluence.Gateway.Capture;

/// <summary>
/// Accounts for every hit: seen = acknowledged + pending + dropped, at any moment. A hit is pending from the moment it is seen until the
/// counter has acknowledged it or it was given up.
/// </summary>
internal sealed class DeliveryLedger
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _seen;
    private long _acknowledged;

    public void Seen() => Interlocked.Increment(ref _seen);

    public void Acknowledged(long hits) => Interlocked.Add(ref _acknowledged, hits);

    public void Dropped(DropReason reason, long hits) => Interlocked.Add(ref _dropped[(int)reason], hits);

    /// <summary>Pending is what remains, so the balance always holds; what it must agree with is what queue and outbox hold.</summary>
    public DeliveryBalance Read()
    {
        // Ends are read before beginnings, so that a hit on its way is never counted at its end only.
        var dropped = Enum.GetValues<DropReason>().ToDictionary(reason => reason, reason => Interlocked.Read(ref _dropped[(int)reason]));
        var acknowledged = Interlocked.Read(ref _acknowledged);
        return new DeliveryBalance(Interlocked.Read(ref _seen), acknowledged, dropped);
    }
}

/// <summary>Why a hit was given up.</summary>
internal enum DropReason
{
    /// <summary>The queue between the requests and delivery was full.</summary>
    QueueFull,

    /// <summary>The outbox was full.</summary>
    OutboxFull,

    /// <summary>The counter refused the batch as invalid; sending it again would not help.</summary>
    Rejected,

    /// <summary>The counter never handed out an identity for the hit's time.</summary>
    NoIdentity,

    /// <summary>The gateway stopped before the counter had acknowledged it.</summary>
    Shutdown,
}

/// <summary>The account at one moment, in hits.</summary>
internal sealed record DeliveryBalance(long Seen, long Acknowledged, IReadOnlyDictionary<DropReason, long> Dropped)
{
    public long Pending => Seen - Acknowledged - Dropped.Values.Sum();
}
