using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.Counter.Tests;

/// <summary>Shorthand for records and windows of the night the product was built for: 8 November 2016, 23:00 in Toronto.</summary>
internal static class Night
{
    public const uint Epoch = 17113;

    public static readonly DateTimeOffset Eleven = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    public static RecordRequest Record(DateTimeOffset at, params CountryHits[] countries) => new()
    {
        WriterId = "gateway-1",
        BucketStart = Bucket.Of(at).Start.ToTimestamp(),
        IdentityEpoch = Epoch,
        Countries = { countries },
    };

    public static RecordRequest Under(this RecordRequest record, uint epoch)
    {
        record.IdentityEpoch = epoch;
        return record;
    }

    public static RecordRequest By(this RecordRequest record, string writer)
    {
        record.WriterId = writer;
        return record;
    }

    public static CountryHits Served(string country, params IEnumerable<ulong> visitors)
    {
        var hits = new CountryHits { CountryCode = country, ServedVisitors = { visitors } };
        hits.ServedPageViews = (ulong)hits.ServedVisitors.Count;
        hits.Requests = hits.ServedPageViews;
        hits.PageViews = hits.ServedPageViews;
        return hits;
    }

    public static CountryHits Refused(string country, RefusalCause cause, params IEnumerable<ulong> visitors)
    {
        var hits = new CountryHits { CountryCode = country, RefusedVisitors = { visitors } };
        hits.RefusedPageViews.Add(new CauseCount { Cause = cause, Count = (ulong)hits.RefusedVisitors.Count });
        hits.Requests = (ulong)hits.RefusedVisitors.Count;
        return hits;
    }

    public static GetWindowRequest Window(DateTimeOffset end, int minutes = 5) => new()
    {
        End = end.ToTimestamp(),
        Length = Duration.FromTimeSpan(TimeSpan.FromMinutes(minutes)),
    };

    /// <summary>Pseudonyms as a keyed hash makes them: without pattern, and the same for the same numbers and seed.</summary>
    public static IEnumerable<ulong> Visitors(int first, int count, ulong seed = 0) =>
        Enumerable.Range(first, count).Select(number => Mix(((ulong)number + 1) * 0x9E3779B97F4A7C15 + seed));

    public static Timestamp ToTimestamp(this DateTimeOffset instant) => Timestamp.FromDateTimeOffset(instant);

    /// <summary>SplitMix64's finalizer.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
