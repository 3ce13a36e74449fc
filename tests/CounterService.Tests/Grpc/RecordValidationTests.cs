using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Grpc;

/// <summary>The service is given no store here: what is refused is refused before one is asked.</summary>
[Trait("Category", "Integration")]
public sealed class RecordValidationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Night.Eleven.AddSeconds(3);

    private CounterHost? _host;

    public async ValueTask InitializeAsync() => _host = await CounterHost.StartAsync("127.0.0.1:1", new FakeTimeProvider(Now));

    public ValueTask DisposeAsync() => _host!.DisposeAsync();

    public static TheoryData<string, Action<RecordRequest>, string> Refusals => new()
    {
        { "no writer", record => record.WriterId = "", "writer_id: '' must be 1 to 64 characters of [A-Za-z0-9._-]" },
        { "writer with a space", record => record.WriterId = "gateway 1", "writer_id: 'gateway 1' must be 1 to 64 characters of [A-Za-z0-9._-]" },
        { "writer with braces", record => record.WriterId = "{x}", "writer_id: '{x}' must be 1 to 64 characters of [A-Za-z0-9._-]" },
        { "writer of 65", record => record.WriterId = new string('w', 65), $"writer_id: '{new string('w', 64)}…' must be 1 to 64 characters of [A-Za-z0-9._-]" },
        { "no bucket", record => record.BucketStart = null, "bucket_start: is required" },
        {
            "off the grid", record => record.BucketStart = At("2016-11-09T03:59:55Z"),
            "bucket_start: 2016-11-09T03:59:55Z is not on a 10 s boundary"
        },
        {
            "a fraction", record => record.BucketStart.Nanos = 500_000_000,
            "bucket_start: 2016-11-09T03:59:00.5Z is not on a 10 s boundary"
        },
        { "bad nanos", record => record.BucketStart.Nanos = -1, "bucket_start: nanos -1 is not between 0 and 999999999" },
        {
            "ahead", record => record.BucketStart = At("2016-11-09T04:01:10Z"),
            "bucket_start: 2016-11-09T04:01:10Z is more than 1 minute ahead of the counter's clock, 2016-11-09T04:00:03Z"
        },
        {
            "before 2000", record => record.BucketStart = At("1999-12-31T23:59:50Z"),
            "bucket_start: 1999-12-31T23:59:50Z is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z"
        },
        {
            "outside the calendar", record => record.BucketStart = new Timestamp { Seconds = long.MaxValue },
            "bucket_start: 9223372036854775807 s is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z"
        },
        {
            "yesterday's identity", record => record.IdentityEpoch = 17112,
            "identity_epoch: 17112 does not fit bucket_start 2016-11-09T03:59:00Z, which takes 17113"
        },
        {
            "no identity", record => record.IdentityEpoch = 0,
            "identity_epoch: 0 does not fit bucket_start 2016-11-09T03:59:00Z, which takes 17113"
        },
        {
            "no such identity in an overlap", record => (record.BucketStart, record.IdentityEpoch) = (At("2016-11-08T09:10:00Z"), uint.MaxValue),
            "identity_epoch: 4294967295 does not fit bucket_start 2016-11-08T09:10:00Z, which takes 17112 or 17113"
        },
        { "lower case", record => record.Countries[1].CountryCode = "fr", "countries[1].country_code: 'fr' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ" },
        { "no country", record => record.Countries[0].CountryCode = "", "countries[0].country_code: '' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ" },
        { "alpha-3", record => record.Countries[0].CountryCode = "CAN", "countries[0].country_code: 'CAN' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ" },
        { "a key", record => record.Countries[0].CountryCode = "CA:1}", "countries[0].country_code: 'CA:1}' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ" },
        { "unassigned", record => record.Countries[0].CountryCode = "XX", "countries[0].country_code: 'XX' is no ISO 3166-1 alpha-2 code in upper case, XK or ZZ" },
        { "twice", record => record.Countries[1].CountryCode = "CA", "countries[1].country_code: CA stands twice; send one entry per country" },
        { "served too large", record => record.Countries[0].ServedPageViews = TooLarge, $"countries[0].served_page_views: {TooLarge} is more than 2^53" },
        { "bots too large", record => record.Countries[0].BotRequests = TooLarge, $"countries[0].bot_requests: {TooLarge} is more than 2^53" },
        { "requests too large", record => record.Countries[1].Requests = ulong.MaxValue, $"countries[1].requests: {ulong.MaxValue} is more than 2^53" },
        {
            "refusals too large", record => record.Countries[0].RefusedPageViews.Add(Cause(RefusalCause.Shed, TooLarge)),
            $"countries[0].refused_page_views[0].count: {TooLarge} is more than 2^53"
        },
        {
            "no cause", record => record.Countries[0].RefusedPageViews.Add(Cause(RefusalCause.Unspecified, 1)),
            "countries[0].refused_page_views[0].cause: 0 is no cause; give one of REFUSAL_CAUSE_ORIGIN_ERROR (1) to REFUSAL_CAUSE_CLIENT_GONE (6)"
        },
        {
            "no such cause", record => record.Countries[0].RefusedPageViews.Add(Cause((RefusalCause)7, 1)),
            "countries[0].refused_page_views[0].cause: 7 is no cause; give one of REFUSAL_CAUSE_ORIGIN_ERROR (1) to REFUSAL_CAUSE_CLIENT_GONE (6)"
        },
        {
            "a cause twice", record => record.Countries[0].RefusedPageViews.Add([Cause(RefusalCause.ClientGone, 1), Cause(RefusalCause.ClientGone, 2)]),
            "countries[0].refused_page_views[1].cause: REFUSAL_CAUSE_CLIENT_GONE stands twice; send each cause at most once"
        },
        {
            "sources too large", record => record.Countries[0].ServedBySource.Add(Source(AnswerSource.Cache, TooLarge)),
            $"countries[0].served_by_source[0].count: {TooLarge} is more than 2^53"
        },
        {
            "no source", record => record.Countries[0].ServedBySource.Add(Source(AnswerSource.Unspecified, 1)),
            "countries[0].served_by_source[0].source: 0 is no source; give one of ANSWER_SOURCE_SITE (1) to ANSWER_SOURCE_STALE_CACHE (3)"
        },
        {
            "no such source", record => record.Countries[0].ServedBySource.Add(Source((AnswerSource)4, 1)),
            "countries[0].served_by_source[0].source: 4 is no source; give one of ANSWER_SOURCE_SITE (1) to ANSWER_SOURCE_STALE_CACHE (3)"
        },
        {
            "a source twice", record => record.Countries[0].ServedBySource.Add([Source(AnswerSource.Site, 0), Source(AnswerSource.Site, 1)]),
            "countries[0].served_by_source[1].source: ANSWER_SOURCE_SITE stands twice; send each source at most once"
        },
        {
            "more answers than served pages",
            record =>
            {
                record.Countries[0].ServedPageViews = 4;
                record.Countries[0].ServedBySource.Add([Source(AnswerSource.Site, 3), Source(AnswerSource.StaleCache, 2)]);
            },
            "countries[0].served_by_source: 5 page views are more than the 4 of served_page_views"
        },
        { "dropped hits too large", record => record.DroppedHits = TooLarge, $"dropped_hits: {TooLarge} is more than 2^53" },
        { "folded page views too large", record => record.FoldedPageViews = TooLarge, $"folded_page_views: {TooLarge} is more than 2^53" },
        { "networks of a writer that tells none", record => record.Networks.Add(1), "tells_networks: must be true in a record that has networks" },
        {
            "too many networks",
            record =>
            {
                record.TellsNetworks = true;
                record.Networks.AddRange(Night.Visitors(0, 199_999));
            },
            "networks: 2 visitors and 199999 networks are more than 200000 in one record; split it"
        },
        { "page views too large", record => record.Countries[1].PageViews = TooLarge, $"countries[1].page_views: {TooLarge} is more than 2^53" },
        {
            "too many visitors by cause", record => record.Countries[1].RefusedPageViews.Add(new CauseCount
            {
                Cause = RefusalCause.Shed, Visitors = { Night.Visitors(0, 199_999) },
            }),
            "countries: 200001 visitors and 0 networks are more than 200000 in one record; split it"
        },
        {
            "visitors of no cause", record => record.Countries[0].RefusedPageViews.Add(new CauseCount { Visitors = { 1 } }),
            "countries[0].refused_page_views[0].cause: 0 is no cause; give one of REFUSAL_CAUSE_ORIGIN_ERROR (1) to REFUSAL_CAUSE_CLIENT_GONE (6)"
        },
        {
            "too many visitors", record => record.Countries[1].RefusedVisitors.AddRange(Night.Visitors(0, 199_999)),
            "countries: 200001 visitors and 0 networks are more than 200000 in one record; split it"
        },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Record_Unacceptable_IsRefusedByFieldValueAndRule(string name, Action<RecordRequest> spoil, string message)
    {
        Assert.NotEmpty(name);
        var record = Night.Record(Night.Eleven.AddMinutes(-1), Night.Served("CA", 1), Night.Served("FR", 2));
        spoil(record);

        var error = await Assert.ThrowsAsync<RpcException>(() => _host!.RecordAsync(record));

        Assert.Equal((StatusCode.InvalidArgument, message), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Record_LongerThanAMessageMayBe_IsResourceExhausted()
    {
        var record = Night.Record(Night.Eleven, Night.Served("CA", Night.Visitors(0, 600_000)));

        var error = await Assert.ThrowsAsync<RpcException>(() => _host!.RecordAsync(record));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Theory]
    [InlineData(-3600 * 24 * 365)]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Record_OldOrUpToOneMinuteAhead_IsLeftToTheStore(int seconds)
    {
        var at = Night.Eleven.AddSeconds(seconds);
        var error = await Assert.ThrowsAsync<RpcException>(() =>
            _host!.RecordAsync(Night.Record(at, Night.Served("CA", 1)).Under(seconds < 0 ? Night.Epoch - 365 : Night.Epoch)));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    public static TheoryData<Action<GetWindowRequest>, string> WindowRefusals => new()
    {
        { window => window.End = At("2016-11-09T04:00:05Z"), "end: 2016-11-09T04:00:05Z is not on a 10 s boundary" },
        { window => window.End.Nanos = 1, "end: 2016-11-09T04:00:00.000000001Z is not on a 10 s boundary" },
        { window => window.End = At("1999-01-01T00:00:00Z"), "end: 1999-01-01T00:00:00Z is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z" },
        { window => window.Length = Duration.FromTimeSpan(TimeSpan.FromMinutes(2)), "length: 120.000000000 s is not 1, 5 or 30 minutes" },
        { window => window.Length = new Duration(), "length: 0.000000000 s is not 1, 5 or 30 minutes" },
        { window => window.Length = new Duration { Seconds = 60, Nanos = 1 }, "length: 60.000000001 s is not 1, 5 or 30 minutes" },
        { window => window.Length = new Duration { Seconds = -60 }, "length: -60.000000000 s is not 1, 5 or 30 minutes" },
    };

    [Theory, MemberData(nameof(WindowRefusals))]
    public async Task GetWindow_Unacceptable_IsRefusedByFieldValueAndRule(Action<GetWindowRequest> spoil, string message)
    {
        var window = Night.Window(Night.Eleven);
        spoil(window);

        var error = await Assert.ThrowsAsync<RpcException>(() => _host!.GetWindowAsync(window));

        Assert.Equal((StatusCode.InvalidArgument, message), (error.StatusCode, error.Status.Detail));
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", "at: 1999-12-31T23:59:59Z is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z")]
    [InlineData("2016-11-10T09:00:00Z", "at: 2016-11-10T09:00:00Z is not before 2016-11-10T09:00:00Z, the end of the next identity day")]
    public async Task GetIdentities_Unacceptable_IsRefusedByFieldValueAndRule(string at, string message)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => _host!.GetIdentitiesAsync(At(at).ToDateTimeOffset()));

        Assert.Equal((StatusCode.InvalidArgument, message), (error.StatusCode, error.Status.Detail));
    }

    private const ulong TooLarge = (1UL << 53) + 1;

    private static SourceCount Source(AnswerSource source, ulong count) => new() { Source = source, Count = count };

    private static CauseCount Cause(RefusalCause cause, ulong count) => new() { Cause = cause, Count = count };

    private static Timestamp At(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToTimestamp();
}
