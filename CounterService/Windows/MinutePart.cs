namespace Affluence.Counter.Windows;

/// <summary>The part of one minute that lies in a window.</summary>
/// <param name="Minute">Minutes since 1970-01-01T00:00:00Z.</param>
/// <param name="FirstOffset">Place within the minute of the first bucket inside, 0 to 5.</param>
/// <param name="EndOffset">Place of the bucket after the last inside, 1 to 6.</param>
internal readonly record struct MinutePart(long Minute, int FirstOffset, int EndOffset)
{
    public bool IsWhole => FirstOffset == 0 && EndOffset == Bucket.PerMinute;

    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Minute * 60);

    public Bucket BucketAt(int offset) => Bucket.FromNumber((Minute * Bucket.PerMinute) + offset);

    public bool Contains(int offset) => offset >= FirstOffset && offset < EndOffset;
}
