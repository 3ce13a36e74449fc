using System.Globalization;
using Affluence.Counter.Identity;
using Affluence.Counter.Recording;
using Google.Protobuf.Collections;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Turns the wire's record into ours, or refuses all of it.</summary>
internal sealed class RecordRequestReader(IdentityCalendar calendar, TimeProvider timeProvider)
{
    public const int MaxVisitors = 200_000;

    private const ulong MaxCount = 1UL << 53;

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public HitRecord Read(Wire.RecordRequest request)
    {
        if (!WriterId.TryParse(request.WriterId, out var writer))
        {
            InvalidArgument.Throw("writer_id", $"'{Shorten(request.WriterId)}' must be {WriterId.Grammar}");
        }

        var bucket = ReadBucket(request);
        var epoch = ReadEpoch(request, bucket);
        CheckVisitorCount(request);
        CheckCount("dropped_hits", request.DroppedHits);
        CheckCount("folded_page_views", request.FoldedPageViews);
        return new HitRecord(
            writer, bucket, epoch, ReadCountries(request.Countries), (long)request.DroppedHits, ReadNetworks(request), (long)request.FoldedPageViews, ReadSource(request.Source));
    }

    private static SourceId? ReadSource(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return SourceId.TryParse(text, out var source) ? source : throw InvalidArgument.Of("source", $"'{Shorten(text)}' must be {SourceId.Grammar}, or empty");
    }

    private Bucket ReadBucket(Wire.RecordRequest request)
    {
        const string Field = "bucket_start";
        if (request.BucketStart is null)
        {
            InvalidArgument.Throw(Field, "is required");
        }

        var bucket = RequestTime.ReadBucket(request.BucketStart, Field);
        var now = timeProvider.GetUtcNow();
        if (bucket.Start - now > RequestTime.MaxAhead)
        {
            InvalidArgument.Throw(Field, $"{bucket} is more than 1 minute ahead of the counter's clock, {RequestTime.Describe(now)}");
        }

        return bucket;
    }

    private int ReadEpoch(Wire.RecordRequest request, Bucket bucket)
    {
        var valid = calendar.ValidAt(bucket.Start);
        if (valid.All(day => day.Epoch != request.IdentityEpoch))
        {
            var fitting = string.Join(" or ", valid.Select(day => day.Epoch));
            InvalidArgument.Throw("identity_epoch", $"{request.IdentityEpoch} does not fit bucket_start {bucket}, which takes {fitting}");
        }

        return (int)request.IdentityEpoch;
    }

    private static void CheckVisitorCount(Wire.RecordRequest request)
    {
        var visitors = request.Countries.Sum(country =>
            (long)country.ServedVisitors.Count + country.RefusedVisitors.Count + country.RefusedPageViews.Sum(refused => (long)refused.Visitors.Count));
        if (visitors + request.Networks.Count > MaxVisitors)
        {
            InvalidArgument.Throw(
                request.Networks.Count > visitors ? "networks" : "countries",
                $"{visitors} visitors and {request.Networks.Count} networks are more than {MaxVisitors} in one record; split it");
        }
    }

    private static VisitorId[]? ReadNetworks(Wire.RecordRequest request)
    {
        if (!request.TellsNetworks && request.Networks.Count > 0)
        {
            InvalidArgument.Throw("tells_networks", "must be true in a record that has networks");
        }

        return request.TellsNetworks ? ReadVisitors(request.Networks) : null;
    }

    private static List<CountryRecord> ReadCountries(RepeatedField<Wire.CountryHits> countries)
    {
        var seen = new HashSet<CountryCode>();
        var records = new List<CountryRecord>(countries.Count);
        foreach (var (index, hits) in countries.Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"countries[{index}]");
            if (!CountryCode.TryParse(hits.CountryCode, out var country))
            {
                InvalidArgument.Throw($"{field}.country_code", $"'{Shorten(hits.CountryCode)}' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ");
            }

            if (!seen.Add(country))
            {
                InvalidArgument.Throw($"{field}.country_code", $"{country} stands twice; send one entry per country");
            }

            var totals = ReadTotals(hits, field);
            records.Add(new CountryRecord(country, ReadVisitors(hits.ServedVisitors), ReadRefused(hits), ReadRefusedByCause(hits), totals) { Room = RoomCountReader.Read(hits, field) });
        }

        return records;
    }

    private static VisitorId[] ReadVisitors(RepeatedField<ulong> visitors)
    {
        var ids = new VisitorId[visitors.Count];
        for (var index = 0; index < ids.Length; index++)
        {
            ids[index] = new VisitorId(visitors[index]);
        }

        return ids;
    }

    private static VisitorId[] ReadRefused(Wire.CountryHits hits) =>
        [.. ReadVisitors(hits.RefusedVisitors), .. hits.RefusedPageViews.SelectMany(refused => ReadVisitors(refused.Visitors))];

    /// <summary>Of causes that <see cref="ReadTotals"/> has checked.</summary>
    private static List<ClassVisitors> ReadRefusedByCause(Wire.CountryHits hits) =>
    [
        .. hits.RefusedPageViews.Where(refused => refused.Visitors.Count > 0)
            .Select(refused => new ClassVisitors(RefusalCauses.Find(refused.Cause)!.Value.Class, ReadVisitors(refused.Visitors))),
    ];

    private static List<MeasuredTotal> ReadTotals(Wire.CountryHits hits, string field)
    {
        var totals = new List<MeasuredTotal>();
        Add($"{field}.served_page_views", Measure.ServedPageViews, hits.ServedPageViews);
        Add($"{field}.bot_requests", Measure.BotRequests, hits.BotRequests);
        Add($"{field}.requests", Measure.Requests, hits.Requests);
        Add($"{field}.page_views", Measure.PageViews, hits.PageViews);

        var seen = new HashSet<Wire.RefusalCause>();
        foreach (var (index, refused) in hits.RefusedPageViews.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{field}.refused_page_views[{index}]");
            if (RefusalCauses.Find(refused.Cause) is not { } cause)
            {
                throw InvalidArgument.Of($"{path}.cause", $"{(int)refused.Cause} is no cause; give one of REFUSAL_CAUSE_ORIGIN_ERROR (1) to REFUSAL_CAUSE_CLIENT_GONE (6)");
            }

            if (!seen.Add(refused.Cause))
            {
                InvalidArgument.Throw($"{path}.cause", $"{RefusalCauses.NameOf(refused.Cause)} stands twice; send each cause at most once");
            }

            Add($"{path}.count", cause.Measure, refused.Count);
        }

        AddServedBySource(hits, field, Add);
        return totals;

        void Add(string path, Measure measure, ulong value)
        {
            CheckCount(path, value);
            if (value > 0)
            {
                totals.Add(new MeasuredTotal(measure, (long)value));
            }
        }
    }

    private static void AddServedBySource(Wire.CountryHits hits, string field, Action<string, Measure, ulong> add)
    {
        var seen = new HashSet<Wire.AnswerSource>();
        var sum = 0UL;
        foreach (var (index, served) in hits.ServedBySource.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{field}.served_by_source[{index}]");
            if (AnswerSources.Find(served.Source) is not { } measure)
            {
                throw InvalidArgument.Of($"{path}.source", $"{(int)served.Source} is no source; give one of ANSWER_SOURCE_SITE (1) to ANSWER_SOURCE_STALE_CACHE (3)");
            }

            if (!seen.Add(served.Source))
            {
                InvalidArgument.Throw($"{path}.source", $"{AnswerSources.NameOf(served.Source)} stands twice; send each source at most once");
            }

            add($"{path}.count", measure, served.Count);
            sum += served.Count;
        }

        if (sum > hits.ServedPageViews)
        {
            InvalidArgument.Throw($"{field}.served_by_source", $"{sum} page views are more than the {hits.ServedPageViews} of served_page_views");
        }
    }

    private static void CheckCount(string path, ulong value)
    {
        if (value > MaxCount)
        {
            InvalidArgument.Throw(path, $"{value} is more than 2^53");
        }
    }

    /// <summary>Text from outside is repeated only as far as helps to find it.</summary>
    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
