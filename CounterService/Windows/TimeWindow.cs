namespace Affluence.Counter.Windows;

/// <summary>The time from <see cref="Start"/> until just before <see cref="End"/>, both on bucket boundaries.</summary>
/// <param name="First">The first bucket of the window.</param>
/// <param name="After">The bucket after its last.</param>
internal readonly record struct TimeWindow(Bucket First, Bucket After)
{
    public static readonly TimeSpan DefaultLength = TimeSpan.FromMinutes(5);

    public static readonly IReadOnlyList<TimeSpan> Lengths = [TimeSpan.FromMinutes(1), DefaultLength, TimeSpan.FromMinutes(30)];

    public DateTimeOffset Start => First.Start;

    public DateTimeOffset End => After.Start;

    public TimeSpan Length => End - Start;

    /// <summary>
    /// The window of this length that ends with the newest bucket which is whole at <paramref name="now"/>; one longer than the default
    /// ends with the newest whole minute, since the buckets at its beginning are no longer kept.
    /// </summary>
    public static TimeWindow Newest(DateTimeOffset now, TimeSpan length)
    {
        var end = Bucket.Of(now);
        return EndingAt(length > DefaultLength ? Bucket.FromNumber(end.Minute * Bucket.PerMinute) : end, length);
    }

    public static TimeWindow EndingAt(Bucket after, TimeSpan length) =>
        new(Bucket.FromNumber(after.Number - (length.Ticks / Bucket.Length.Ticks)), after);

    public bool Contains(Bucket bucket) => bucket >= First && bucket < After;

    /// <summary>
    /// Every minute the window touches, in order: whole ones are read as minutes, the others (at most the first and the last) by their
    /// buckets inside the window.
    /// </summary>
    public IEnumerable<MinutePart> Minutes()
    {
        for (var minute = First.Minute; minute * Bucket.PerMinute < After.Number; minute++)
        {
            var start = minute * Bucket.PerMinute;
            yield return new MinutePart(
                minute,
                (int)(Math.Max(First.Number, start) - start),
                (int)(Math.Min(After.Number, start + Bucket.PerMinute) - start));
        }
    }
}
