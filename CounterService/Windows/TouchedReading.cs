namespace Affluence.Counter.Windows;

/// <summary>Which minutes were written to.</summary>
/// <param name="Minutes">By minute, oldest first.</param>
/// <param name="AsOf">Every write that arrived before is in <paramref name="Minutes"/>, or was before the instant asked.</param>
/// <param name="StoreId">Names the memory of the store.</param>
internal sealed record TouchedReading(IReadOnlyList<TouchedMinute> Minutes, DateTimeOffset AsOf, string StoreId);

/// <param name="Minute">Minutes since 1970-01-01T00:00:00Z.</param>
/// <param name="LastWrite">By the clock of the counter that took the write.</param>
internal readonly record struct TouchedMinute(long Minute, DateTimeOffset LastWrite)
{
    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Minute * 60);
}
