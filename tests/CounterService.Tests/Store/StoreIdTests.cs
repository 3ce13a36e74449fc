using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Core;

namespace Affluence.Counter.Tests.Store;

[Trait("Category", "Integration")]
public sealed class StoreIdTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task StoreId_WhileTheStoreRemembers_StaysAndIsTheSameForAll(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var one = await CounterHost.StartAsync(store.ConnectionString);
        await using var other = await CounterHost.StartAsync(store.ConnectionString);

        var id = await RecordAsync(one);

        Assert.NotEmpty(id);
        Assert.Equal(id, await RecordAsync(one));
        Assert.Equal(id, await RecordAsync(other));
        Assert.Equal(id, (await one.GetWindowAsync(Night.Window(Night.Eleven))).StoreId);
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task StoreId_AfterAFlush_ChangesWithTheNextRecord(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        var before = await RecordAsync(host);

        await raw.FlushAsync();

        var after = await RecordAsync(host);
        Assert.NotEqual(before, after);
        Assert.Equal(after, await RecordAsync(host));
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Restart_OfAPersistentStore_KeepsTheFiguresAndChangesTheStoreId(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind, persistent: true);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var before = await RecordAsync(host);
        var identities = await host.GetIdentitiesAsync();

        await store.StopAsync();
        await Eventually.FailsAsync(() => RecordAsync(host), StatusCode.Unavailable);
        await store.StartAsync();

        var after = await Eventually.SucceedsAsync(() => RecordAsync(host));
        Assert.NotEqual(before, after);
        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));
        Assert.Equal((3ul, 3ul), (window.Visitors, window.Countries[0].ServedPageViews));
        Assert.Equal(identities, await host.GetIdentitiesAsync());
    }

    private static async Task<string> RecordAsync(CounterHost host) =>
        (await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1, 2, 3)))).StoreId;
}
