using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.Counter.Grpc;

/// <summary>Reads instants from requests.</summary>
internal static class RequestTime
{
    /// <summary>How far ahead of the counter's clock a caller's may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    /// <summary>The first instant that figures may be recorded for.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int SecondsPerMinute = 60;
    private const long NanosPerTick = 100;
    private const long LastSecond = 253_402_300_799;

    /// <summary>An instant from 2000 on.</summary>
    public static DateTimeOffset ReadInstant(Timestamp timestamp, string field)
    {
        if (timestamp.Seconds < Earliest.ToUnixTimeSeconds() || timestamp.Seconds > LastSecond)
        {
            InvalidArgument.Throw(field, $"{Describe(timestamp)} is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z");
        }

        if (timestamp.Nanos is < 0 or > 999_999_999)
        {
            InvalidArgument.Throw(field, $"nanos {timestamp.Nanos} is not between 0 and 999999999");
        }

        return DateTimeOffset.FromUnixTimeSeconds(timestamp.Seconds).AddTicks(timestamp.Nanos / NanosPerTick);
    }

    /// <summary>The start of a bucket, from 2000 on.</summary>
    public static Bucket ReadBucket(Timestamp timestamp, string field)
    {
        var start = ReadInstant(timestamp, field);
        if (timestamp.Nanos != 0 || timestamp.Seconds % Bucket.Seconds != 0)
        {
            InvalidArgument.Throw(field, $"{Describe(timestamp)} is not on a 10 s boundary");
        }

        return Bucket.Of(start);
    }

    /// <summary>A whole minute from 2000 on, in minutes since 1970.</summary>
    public static long ReadMinute(Timestamp? timestamp, string field)
    {
        if (timestamp is null)
        {
            InvalidArgument.Throw(field, "is required");
        }

        var instant = ReadInstant(timestamp, field);
        if (timestamp.Nanos != 0 || timestamp.Seconds % SecondsPerMinute != 0)
        {
            InvalidArgument.Throw(field, $"{Describe(instant)} is no whole minute");
        }

        return timestamp.Seconds / SecondsPerMinute;
    }

    public static string Describe(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Describe(Timestamp timestamp)
    {
        // Far outside the calendar only the number can be told.
        if (timestamp.Seconds is < -62_135_596_800 or > LastSecond)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{timestamp.Seconds} s");
        }

        var fraction = timestamp.Nanos == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $".{timestamp.Nanos:D9}").TrimEnd('0');
        return DateTimeOffset.FromUnixTimeSeconds(timestamp.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + "Z";
    }
}
