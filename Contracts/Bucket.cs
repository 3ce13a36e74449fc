namespace Affluence;

/// <summary>10 s of event time, the grain in which hits are recorded. Buckets lie on multiples of 10 s of Unix time.</summary>
public readonly record struct Bucket : IComparable<Bucket>
{
    private Bucket(long number) => Number = number;

    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(Seconds);

    public const int Seconds = 10;

    public const int PerMinute = 60 / Seconds;

    /// <summary>Buckets since 1970-01-01T00:00:00Z.</summary>
    public long Number { get; }

    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Number * Seconds);

    public DateTimeOffset End => Next.Start;

    public Bucket Next => new(Number + 1);

    /// <summary>Minutes since 1970-01-01T00:00:00Z of the minute that holds this bucket.</summary>
    public long Minute => FloorDivide(Number, PerMinute);

    /// <summary>Place within its minute, 0 to 5.</summary>
    public int OffsetInMinute => (int)(Number - (Minute * PerMinute));

    /// <summary>The bucket that holds an instant.</summary>
    public static Bucket Of(DateTimeOffset instant) => new(FloorDivide(instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, Length.Ticks));

    public static Bucket FromNumber(long number) => new(number);

    public int CompareTo(Bucket other) => Number.CompareTo(other.Number);

    public static bool operator <(Bucket left, Bucket right) => left.Number < right.Number;

    public static bool operator >(Bucket left, Bucket right) => left.Number > right.Number;

    public static bool operator <=(Bucket left, Bucket right) => left.Number <= right.Number;

    public static bool operator >=(Bucket left, Bucket right) => left.Number >= right.Number;

    public override string ToString() => Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static long FloorDivide(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
