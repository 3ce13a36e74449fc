using System.Globalization;
using System.Net;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Core;

namespace Affluence.Counter.Tests.Store;

[Trait("Category", "Integration")]
public sealed class OutageTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Service_StartedBeforeItsStore_IsUnavailableThenRecovers(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await store.StopAsync();
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var error = await Assert.ThrowsAsync<RpcException>(() => RecordAsync(host));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(host));

        await store.StartAsync();

        await Eventually.SucceedsAsync(() => RecordAsync(host));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(host));
    }

    [Fact]
    public async Task Store_ThatStalls_IsUnavailableWithinTheStoreTimeout()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = new RedisServer(persistent: false);
        await redis.StartAsync();
        await using var host = await CounterHost.StartAsync(redis.ConnectionString, settings: ("Counter:StoreTimeout", "00:00:00.2"));
        await Eventually.SucceedsAsync(() => RecordAsync(host));

        await redis.PauseAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => RecordAsync(host));
        await redis.ResumeAsync();

        Assert.Equal((StatusCode.Unavailable, "the store did not answer in time"), (error.StatusCode, error.Status.Detail));
        await Eventually.SucceedsAsync(() => RecordAsync(host));
    }

    [Theory]
    [InlineData("CONFIG SET maxmemory 1", StatusCode.ResourceExhausted)]
    [InlineData("CONFIG SET min-replicas-to-write 1", StatusCode.Unavailable)]
    [InlineData("CLIENT PAUSE 60000 WRITE", StatusCode.Unavailable, "00:00:02")] // answered after the pause, so not in time
    [InlineData("REPLICAOF 127.0.0.1 1", StatusCode.Unavailable)]
    [InlineData("SET a1:{m24644399}:totals foreign", StatusCode.Internal)]
    public async Task Record_RefusedByTheStore_TellsWhatItMeans(string command, StatusCode expected, string storeTimeout = "00:00:30")
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = new RedisServer(persistent: false);
        await redis.StartAsync();
        await using var host = await CounterHost.StartAsync(redis.ConnectionString, settings: ("Counter:StoreTimeout", storeTimeout));
        await using var raw = await RawStore.ConnectAsync(redis);
        await Eventually.SucceedsAsync(() => host.GetWindowAsync(Night.Window(Night.Eleven)));
        var words = command.Split(' ');
        await raw.Server.ExecuteAsync(words[0], words[1..]);

        var error = await Assert.ThrowsAsync<RpcException>(() => RecordAsync(host));

        Assert.Equal(expected, error.StatusCode);
    }

    /// <summary>It answers reads with what it last knew, and after its next synchronisation with whatever its primary has.</summary>
    [Fact]
    public async Task Store_MadeAReplicaOfNobody_TellsNoFiguresUntilItIsAPrimaryAgain()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = new RedisServer(persistent: false);
        await redis.StartAsync();
        await using var host = await CounterHost.StartAsync(redis.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(redis);
        await RecordAsync(host);

        await raw.Server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await AssertUnavailableAsync(
            () => RecordAsync(host),
            () => host.GetWindowAsync(Night.Window(Night.Eleven)),
            async () => await host.Counter.ListTouchedMinutesAsync(new V1.ListTouchedMinutesRequest()));

        await raw.Server.ExecuteAsync("REPLICAOF", "NO", "ONE");
        Assert.Equal(1ul, (await Eventually.SucceedsAsync(() => host.GetWindowAsync(Night.Window(Night.Eleven)))).Visitors);
    }

    [Fact]
    public async Task Primary_KilledBesideItsReplica_IsNotStoodInForByIt()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var primary = new RedisServer(persistent: false);
        await primary.StartAsync();
        await using var replica = new RedisServer(
            persistent: false, "--replicaof", $"127.0.0.1 {primary.Port.ToString(CultureInfo.InvariantCulture)}");
        await replica.StartAsync();
        await using var host = await CounterHost.StartAsync($"{primary.ConnectionString},{replica.ConnectionString}");
        await using var raw = await RawStore.ConnectAsync(replica);
        await RecordAsync(host);
        await host.GetIdentitiesAsync();
        await Eventually.TrueAsync(
            async () => (await raw.KeysOfReplicaAsync()).Exists(key => key.StartsWith("a1:{identity}:sealed", StringComparison.Ordinal)),
            () => "The secret does not come to the replica.");

        await primary.KillAsync();

        await AssertUnavailableAsync(
            () => RecordAsync(host),
            () => host.GetWindowAsync(Night.Window(Night.Eleven)),
            async () => await host.Counter.ListTouchedMinutesAsync(new V1.ListTouchedMinutesRequest()),
            () => host.GetIdentitiesAsync());
    }

    [Fact]
    public async Task Health_OfAStoreThatMayEvict_IsDegraded()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = new RedisServer(persistent: false, "--maxmemory-policy", "allkeys-lru");
        await redis.StartAsync();
        await using var host = await CounterHost.StartAsync(redis.ConnectionString);
        await RecordAsync(host);

        using var client = new HttpClient();
        Assert.Equal(
            "Degraded\nstore: The store's maxmemory-policy is allkeys-lru; it must be noeviction.",
            await client.GetStringAsync(new Uri(host.Management, "/health/reasons"), TestContext.Current.CancellationToken));
    }

    private static async Task AssertUnavailableAsync(params Func<Task>[] calls)
    {
        foreach (var call in calls)
        {
            Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
        }
    }

    private static Task<V1.RecordResponse> RecordAsync(CounterHost host) =>
        host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1)));

    private static async Task<HttpStatusCode> HealthAsync(CounterHost host)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(host.Management, "/health"), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
