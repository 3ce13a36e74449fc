using Affluence.Counter.V1;
using Affluence.Testing.Stores;

namespace Affluence.Counter.Tests.Counting;

[Trait("Category", "Integration")]
public sealed class AccuracyTests
{
    private static readonly int[] Sizes = [1, 2, 10, 100, 1_000, 10_000, 200_000];

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Visitors_OfManySizesAndSeeds_AreWithinThreeStandardErrors(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var minute = 0;
        foreach (var size in Sizes)
        {
            // The same minute of other days, so that each case has a window of its own.
            for (var seed = 1ul; seed <= (size >= 100_000 ? 2ul : 4ul); seed++)
            {
                var end = Night.Eleven.AddDays(minute);
                var epoch = Night.Epoch + (uint)minute++;
                await host.RecordAsync(Night.Record(end.AddSeconds(-10), Night.Served("CA", Night.Visitors(0, size, seed))).Under(epoch));

                var window = await host.GetWindowAsync(Night.Window(end));

                Assert.InRange(window.StandardError, 0.0028, 0.0082);
                Assert.InRange((double)window.Visitors, size * (1 - (3 * window.StandardError)) - 0.5, size * (1 + (3 * window.StandardError)) + 0.5);
            }
        }
    }

    [Fact]
    public async Task Unions_OfGarnetAndRedis_AgreeWithinTheirErrors()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        var onGarnet = await CountNightAsync(StoreKind.Garnet);
        var onRedis = await CountNightAsync(StoreKind.Redis);

        Assert.InRange(
            Math.Abs((double)onGarnet.Visitors - onRedis.Visitors), 0, 3 * Math.Sqrt(2) * onRedis.StandardError * onRedis.Visitors);
        Assert.InRange(
            Math.Abs((double)onGarnet.TurnedAway - onRedis.TurnedAway), 0, 3 * Math.Sqrt(2) * onRedis.TurnedAwayStandardError);
        Assert.Equal(
            onRedis.Countries.Select(country => (country.CountryCode, country.ServedPageViews, country.Requests)),
            onGarnet.Countries.Select(country => (country.CountryCode, country.ServedPageViews, country.Requests)));
    }

    /// <summary>Five minutes with edges, so that minutes and buckets, sparse sketches and dense ones, are joined.</summary>
    private static async Task<GetWindowResponse> CountNightAsync(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        for (var bucket = 1; bucket <= 30; bucket++)
        {
            var served = Night.Served("US", Night.Visitors(bucket * 1_000, 3_000));
            served.RefusedVisitors.AddRange(Night.Visitors(bucket * 1_200, 1_000));
            await host.RecordAsync(Night.Record(
                Night.Eleven.AddSeconds(20 - (10 * bucket)), served, Night.Served("NZ", Night.Visitors(bucket, 10)), Night.Served("ZZ", 7)));
        }

        return await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(20)));
    }
}
