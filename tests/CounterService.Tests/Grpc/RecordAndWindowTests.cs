using Affluence.Counter.V1;
using Affluence.Testing.Stores;

namespace Affluence.Counter.Tests.Grpc;

[Trait("Category", "Integration")]
public sealed class RecordAndWindowTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetWindow_AfterRecords_TellsFiguresOfEachCountry(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var canada = Night.Served("CA", Night.Visitors(0, 40));
        canada.RefusedVisitors.AddRange(Night.Visitors(30, 20));
        canada.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Shed, Count = 25 });
        canada.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Timeout, Count = 3 });
        canada.BotRequests = 7;
        canada.Requests = 300;
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), canada, Night.Served("US", Night.Visitors(100, 50))));

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));

        Assert.Equal(["CA", "US"], window.Countries.Select(country => country.CountryCode));
        Assert.Equal(
            (40ul, 20ul, 10ul, 40ul, 7ul, 300ul),
            (window.Countries[0].Visitors, window.Countries[0].RefusedVisitors, window.Countries[0].TurnedAway,
                window.Countries[0].ServedPageViews, window.Countries[0].BotRequests, window.Countries[0].Requests));
        Assert.Equal(
            [(RefusalCause.Timeout, 3ul), (RefusalCause.Shed, 25ul)],
            window.Countries[0].RefusedPageViews.Select(refused => (refused.Cause, refused.Count)));
        Assert.Equal((90ul, 10ul), (window.Visitors, window.TurnedAway));
        Assert.Equal(Night.Epoch, window.IdentityEpoch);
        Assert.Equal(Night.Eleven.ToTimestamp(), window.End);
        Assert.Equal(TimeSpan.FromMinutes(5), window.Length.ToTimeSpan());
        var writer = Assert.Single(window.Writers);
        Assert.Equal(("gateway-1", Night.Eleven.AddSeconds(-20).ToTimestamp()), (writer.WriterId, writer.NewestBucket));
    }

    /// <summary>Running totals of a writer, like all others: the larger stands, however often and in whichever order they come.</summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task DroppedHits_OfWritersAndBucketsInTheWindow_AreSummedUp(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        (string Writer, int Second, ulong Dropped)[] told =
            [("gateway-1", -20, 5), ("gateway-1", -20, 3), ("gateway-1", -30, 10), ("gateway-2", -20, 100), ("gateway-1", -20, 5), ("gateway-2", -310, 1_000)];
        foreach (var (writer, second, dropped) in told)
        {
            var record = Night.Record(Night.Eleven.AddSeconds(second));
            (record.WriterId, record.DroppedHits) = (writer, dropped);
            await host.RecordAsync(record);
        }

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));

        Assert.Equal(115ul, window.DroppedHits);
        Assert.Empty(window.Countries);
        Assert.Equal(["gateway-1", "gateway-2"], window.Writers.Select(writer => writer.WriterId));
    }

    /// <summary>Of all countries together, whichever bucket and writer told them and however often.</summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Networks_OfWritersAndBucketsInTheWindow_AreCountedOnce(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        foreach (var (writer, second, first, count) in new[]
            { ("gateway-1", -310, 0, 500), ("gateway-1", -20, 0, 3_000), ("gateway-2", -20, 2_000, 3_000), ("gateway-2", -90, 4_000, 4_000) })
        {
            var record = Night.Record(Night.Eleven.AddSeconds(second), Night.Served("CA", Night.Visitors(first, 20))).By(writer);
            record.TellsNetworks = true;
            record.Networks.AddRange(Night.Visitors(first, count));
            await host.RecordAsync(record);
        }

        var whole = await host.GetWindowAsync(Night.Window(Night.Eleven));
        var shifted = await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(-80), minutes: 1));

        Assert.InRange(whole.NetworksStandardError, 0.0028, 0.0030);
        Assert.InRange(whole.Networks, 8_000 - (3 * whole.NetworksStandardError * 8_000), 8_000 + (3 * whole.NetworksStandardError * 8_000));
        Assert.InRange(shifted.Networks, 4_000 - (3 * shifted.NetworksStandardError * 4_000), 4_000 + (3 * shifted.NetworksStandardError * 4_000));
        Assert.Equal(["CA"], whole.Countries.Select(country => country.CountryCode));
    }

    [Fact]
    public async Task Networks_OfWindowsWithAWriterThatDoesNotTellThem_AreNotSet()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        Assert.False((await host.GetWindowAsync(Night.Window(Night.Eleven))).HasNetworks);
        var telling = Night.Record(Night.Eleven.AddSeconds(-20), Night.Served("CA", 1));
        telling.TellsNetworks = true;
        await host.RecordAsync(telling);
        var none = await host.GetWindowAsync(Night.Window(Night.Eleven));
        telling.Networks.AddRange([1, 2, 3]);
        await host.RecordAsync(telling);
        var some = await host.GetWindowAsync(Night.Window(Night.Eleven));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 2)).By("older"));

        var mixed = await host.GetWindowAsync(Night.Window(Night.Eleven));

        Assert.Equal((true, 0ul, true, 3ul), (none.HasNetworks, none.Networks, some.HasNetworks, some.Networks));
        Assert.False(mixed.HasNetworks);
        Assert.Equal((2ul, 0.0), (mixed.Visitors, mixed.NetworksStandardError));
    }

    /// <summary>A night has visitors from everywhere: thousands of commands, which go to the store in portions.</summary>
    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task GetWindow_OfEveryCountry_FiguresOfEach(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        CountryHits[] countries = [.. CountryCode.All.Select((country, index) => Night.Served(country.ToString(), Night.Visitors(100 * index, 9)))];
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), countries));

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));

        Assert.Equal(CountryCode.Count, window.Countries.Count);
        Assert.All(window.Countries, country => Assert.Equal((9ul, 9ul), (country.Visitors, country.ServedPageViews)));
    }
}
