using Affluence.Counter.V1;
using Affluence.Testing.Stores;

namespace Affluence.Counter.Tests.Counting;

/// <summary>Who met which cause, and who of them never got in.</summary>
[Trait("Category", "Integration")]
public sealed class RefusalCauseTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetWindow_VisitorsRefusedForCauses_AreTold_ByCauseAndAmongTheRefused(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var canada = Night.Served("CA", Night.Visitors(0, 40));
        canada.RefusedVisitors.AddRange(Night.Visitors(200, 5));
        canada.RefusedPageViews.Add(Cause(RefusalCause.Shed, Night.Visitors(30, 30)));
        canada.RefusedPageViews.Add(Cause(RefusalCause.Timeout, Night.Visitors(50, 20)));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), canada));
        var laterMinute = new CountryHits { CountryCode = "CA", PageViews = 3 };
        laterMinute.RefusedPageViews.Add(Cause(RefusalCause.Shed, Night.Visitors(55, 10)));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(10), laterMinute, Night.Served("US", 1)));

        foreach (var seconds in new[] { 20, 60 })
        {
            var window = await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(seconds)));

            var figures = window.Countries[0];
            Assert.Equal((40ul, 45ul, 35ul), (figures.Visitors, figures.RefusedVisitors, figures.TurnedAway));
            Assert.Equal(
                [(RefusalCause.Timeout, 20ul, 20ul), (RefusalCause.Shed, 35ul, 25ul)],
                figures.RefusedVisitorsByCause.Select(cause => (cause.Cause, cause.RefusedVisitors, cause.TurnedAway)));
            Assert.Equal(43ul, figures.PageViews);
            Assert.Empty(window.Countries[1].RefusedVisitorsByCause);
        }
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetWindow_CountryWithRefusedVisitorsOnly_HasAllOfThemTurnedAway(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var hits = new CountryHits { CountryCode = "FR" };
        hits.RefusedPageViews.Add(Cause(RefusalCause.ClientGone, Night.Visitors(0, 12)));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), hits));

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));

        Assert.Equal((0ul, 12ul), (window.Visitors, window.TurnedAway));
        var cause = Assert.Single(window.Countries[0].RefusedVisitorsByCause);
        Assert.Equal((RefusalCause.ClientGone, 12ul, 12ul), (cause.Cause, cause.RefusedVisitors, cause.TurnedAway));
    }

    [Fact]
    public async Task GetWindow_TwoWritersWithThePageViewsOfOneBucket_TellsTheirSum()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        foreach (var (writer, pageViews) in new[] { ("one", 5ul), ("two", 7ul), ("one", 4ul), ("two", 8ul) })
        {
            await host.RecordAsync(
                Night.Record(Night.Eleven.AddSeconds(-10), new CountryHits { CountryCode = "CA", PageViews = pageViews }).By(writer));
        }

        Assert.Equal(13ul, (await host.GetWindowAsync(Night.Window(Night.Eleven))).Countries[0].PageViews);
    }

    private static CauseCount Cause(RefusalCause cause, IEnumerable<ulong> visitors)
    {
        var refused = new CauseCount { Cause = cause, Visitors = { visitors } };
        refused.Count = (ulong)refused.Visitors.Count;
        return refused;
    }
}
