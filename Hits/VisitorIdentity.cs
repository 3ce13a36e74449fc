namespace Affluence.Hits;

/// <summary>One identity day's secret and the buckets that are written under it.</summary>
/// <param name="Epoch">Names the day on the wire.</param>
/// <param name="Secret">32 bytes; never logged, never stored here.</param>
/// <param name="ValidFrom">First instant of a bucket written under it.</param>
/// <param name="ValidUntil">First instant no longer written under it; overlaps the next day by one longest window.</param>
public sealed record VisitorIdentity(uint Epoch, byte[] Secret, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil)
{
    public bool Holds(Bucket bucket) => ValidFrom <= bucket.Start && bucket.Start < ValidUntil;

    public override string ToString() => $"identity {Epoch}";
}
