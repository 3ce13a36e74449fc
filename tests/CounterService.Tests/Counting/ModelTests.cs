using Affluence.Counter.V1;
using Affluence.Testing.Stores;

namespace Affluence.Counter.Tests.Counting;

/// <summary>The service against plain sets in memory.</summary>
[Trait("Category", "Integration")]
public sealed class ModelTests
{
    private static readonly string[] Countries = ["AU", "CA", "GB", "US"];
    private static readonly string[] Writers = ["gateway-1", "gateway-2"];

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Windows_OfARandomQuarterHour_AgreeWithExactSets(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var random = new Random(8_11_2016);
        List<RecordRequest> records =
        [
            .. Enumerable.Range(0, 90).SelectMany(bucket => Writers.Select(writer =>
                Night.Record(Night.Eleven.AddSeconds(bucket * 10), [.. Countries.Select(country => Hits(random, country, bucket))]).By(writer))),
        ];
        foreach (var record in records)
        {
            await host.RecordAsync(record);
        }

        foreach (var (minutes, seconds) in new[] { (1, 60), (1, 130), (5, 300), (5, 310), (5, 650), (30, 900), (30, 890) })
        {
            var end = Night.Eleven.AddSeconds(seconds);
            Compare(await host.GetWindowAsync(Night.Window(end, minutes)), [.. records.Where(record =>
                record.BucketStart.ToDateTimeOffset() >= end.AddMinutes(-minutes) && record.BucketStart.ToDateTimeOffset() < end)]);
        }
    }

    private static CountryHits Hits(Random random, string country, int bucket)
    {
        var hits = Night.Served(country, Night.Visitors((bucket * 20) + random.Next(100), random.Next(country == "US" ? 800 : 60)));
        hits.RefusedVisitors.AddRange(Night.Visitors((bucket * 25) + random.Next(300), random.Next(40)));
        hits.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Shed, Count = (ulong)random.Next(1, 99), Visitors = { Night.Visitors(bucket * 30, random.Next(50)) } });
        hits.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.OriginError, Count = (ulong)random.Next(1, 9), Visitors = { Night.Visitors(bucket * 28, random.Next(20)) } });
        hits.BotRequests = (ulong)random.Next(9);
        hits.Requests += 1_000;
        return hits;
    }

    private static void Compare(GetWindowResponse window, List<RecordRequest> records)
    {
        var hits = records.SelectMany(record => record.Countries).ToLookup(country => country.CountryCode);
        Assert.Equal(hits.Select(country => country.Key).Order(), window.Countries.Select(country => country.CountryCode));
        foreach (var country in window.Countries)
        {
            var expected = hits[country.CountryCode];
            var served = expected.SelectMany(hit => hit.ServedVisitors).ToHashSet();
            var refused = expected.SelectMany(Refused).ToHashSet();
            AssertNear(served.Count, country.Visitors, country.StandardError * served.Count);
            AssertNear(refused.Count, country.RefusedVisitors, 0.0082 * refused.Count);
            AssertNear(refused.Except(served).Count(), country.TurnedAway, 0.0082 * refused.Union(served).Count());
            Assert.Equal(Sum(expected, hit => hit.ServedPageViews), country.ServedPageViews);
            Assert.Equal(Sum(expected, hit => hit.BotRequests), country.BotRequests);
            Assert.Equal(Sum(expected, hit => hit.Requests), country.Requests);
            Assert.Equal(Sum(expected, hit => hit.PageViews), country.PageViews);
            Assert.Equal([RefusalCause.OriginError, RefusalCause.Shed], country.RefusedVisitorsByCause.Select(cause => cause.Cause));
            foreach (var cause in country.RefusedVisitorsByCause)
            {
                var met = expected.SelectMany(hit => hit.RefusedPageViews).Where(refusal => refusal.Cause == cause.Cause)
                    .SelectMany(refusal => refusal.Visitors).ToHashSet();
                AssertNear(met.Count, cause.RefusedVisitors, 0.0082 * met.Count);
                AssertNear(met.Except(served).Count(), cause.TurnedAway, 0.0082 * met.Union(served).Count());
            }

            Assert.Equal(
                [(RefusalCause.OriginError, Refusals(RefusalCause.OriginError)), (RefusalCause.Shed, Refusals(RefusalCause.Shed))],
                country.RefusedPageViews.Select(cause => (cause.Cause, cause.Count)));

            ulong Refusals(RefusalCause cause) =>
                Sum(expected.SelectMany(hit => hit.RefusedPageViews).Where(refusal => refusal.Cause == cause), refusal => refusal.Count);
        }

        var allServed = hits.Sum(country => country.SelectMany(hit => hit.ServedVisitors).Distinct().Count());
        AssertNear(allServed, window.Visitors, window.StandardError * allServed);
        var allTurnedAway = hits.Sum(country =>
            country.SelectMany(Refused).Except(country.SelectMany(hit => hit.ServedVisitors)).Count());
        AssertNear(allTurnedAway, window.TurnedAway, window.TurnedAwayStandardError);
        Assert.Equal(
            records.GroupBy(record => record.WriterId).Select(writer => (writer.Key, writer.Max(record => record.BucketStart)!)),
            window.Writers.Select(writer => (writer.WriterId, writer.NewestBucket)));
    }

    private static IEnumerable<ulong> Refused(CountryHits hits) =>
        hits.RefusedVisitors.Concat(hits.RefusedPageViews.SelectMany(refusal => refusal.Visitors));

    private static ulong Sum<T>(IEnumerable<T> items, Func<T, ulong> value) => items.Aggregate(0ul, (sum, item) => sum + value(item));

    /// <summary>Within three standard errors; estimates are whole numbers, one for each of eight shards.</summary>
    private static void AssertNear(double expected, double actual, double standardError) =>
        Assert.InRange(actual, expected - (3 * standardError) - 4, expected + (3 * standardError) + 4);
}
