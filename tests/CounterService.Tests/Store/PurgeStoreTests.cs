using Affluence.Cache.V1;
using Affluence.Testing.Stores;
using Grpc.Core;

namespace Affluence.Counter.Tests.Store;

/// <summary>What gateways are told to forget is kept for all of them, also for those that come later.</summary>
[Trait("Category", "Integration")]
public sealed class PurgeStoreTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Purges_InAnyOrderAndAgain_TheLatestOfEachPathIsListed(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var one = await CounterHost.StartAsync(store.ConnectionString);
        await using var other = await CounterHost.StartAsync(store.ConnectionString);
        await AddAsync(one, Of(PurgeScope.Path, "/en", 5), Of(PurgeScope.Prefix, "/en", 2));
        await AddAsync(other, Of(PurgeScope.Path, "/en", 3));
        await AddAsync(other, Of(PurgeScope.Prefix, "/en", 7));
        await AddAsync(one, Of(PurgeScope.Prefix, "/en", 2), Of(PurgeScope.Path, "/fr/r\u00e9sidence", 1));

        var list = await ListAsync(other);

        Assert.Equal(
            [Of(PurgeScope.Path, "/fr/r\u00e9sidence", 1), Of(PurgeScope.Path, "/en", 5), Of(PurgeScope.Prefix, "/en", 7)], list.Purges.OrderBy(purge => purge.At));
        Assert.Equal(list, await ListAsync(one));
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task List_ThatIsKnown_IsNotRepeated_UntilThereIsAnotherPurge_OrAnotherMemory(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        var none = await ListAsync(host);
        Assert.Empty(none.Purges);
        Assert.True((await ListAsync(host, none)).Unchanged);

        await AddAsync(host, Of(PurgeScope.All, string.Empty, 1));
        var one = await ListAsync(host, none);
        Assert.Equal((false, 1), (one.Unchanged, one.Purges.Count));
        Assert.Equal((true, 0), ((await ListAsync(host, one)).Unchanged, (await ListAsync(host, one)).Purges.Count));

        await raw.FlushAsync();
        var after = await ListAsync(host, one);
        Assert.Equal((false, 0), (after.Unchanged, after.Purges.Count));
        Assert.NotEqual(one.StoreId, after.StoreId);
    }

    [Fact]
    public async Task PurgeOfEverything_MakesThoseBeforeNeedless()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await AddAsync(host, Of(PurgeScope.Path, "/en", 1), Of(PurgeScope.Prefix, "/fr", 3));

        await AddAsync(host, Of(PurgeScope.All, string.Empty, 2));

        Assert.Equal([Of(PurgeScope.All, string.Empty, 2), Of(PurgeScope.Prefix, "/fr", 3)], (await ListAsync(host)).Purges.OrderBy(purge => purge.At));
    }

    /// <summary>They are bounded, and no purge is forgotten by it: each path is purged up to its time or beyond.</summary>
    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Purges_ByTheThousand_BecomeOneOfEverything(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var purges = Enumerable.Range(0, 2_500).Select(number => Of(PurgeScope.Path, $"/{number}", number)).ToList();
        foreach (var some in purges.Chunk(1_000))
        {
            await AddAsync(host, some);
        }

        var list = (await ListAsync(host)).Purges.ToList();

        Assert.InRange(list.Count, 1, 1_000);
        var all = Assert.Single(list, purge => purge.Scope == PurgeScope.All);
        Assert.All(purges, purge => Assert.True(list.Contains(purge) || all.At > purge.At));
        Assert.Contains(purges[^1], list);
    }

    private static readonly (string Fault, Action<AddPurgesRequest> Spoil, string Message)[] BadPurges =
    [
        ("none", request => request.Purges.Clear(), "purges: 0 purges, but must be 1 to 1000"),
        ("too many", request => request.Purges.AddRange(Enumerable.Repeat(request.Purges[0], 1_000)), "purges: 1001 purges, but must be 1 to 1000"),
        ("no scope", request => request.Purges[0].Scope = PurgeScope.Unspecified, "purges[0].scope: 0 is no scope"),
        ("no such scope", request => request.Purges[0].Scope = (PurgeScope)9, "purges[0].scope: 9 is no scope"),
        ("no path", request => request.Purges[0].Path = string.Empty, "purges[0].path: must be 1 to 2048 characters from the first slash"),
        ("no slash", request => request.Purges[0].Path = "en", "purges[0].path: must be 1 to 2048 characters from the first slash"),
        ("too long", request => request.Purges[0].Path = "/" + new string('x', 2_048), "purges[0].path: must be 1 to 2048 characters"),
        ("control character", request => request.Purges[0].Path = "/\r\n", "purges[0].path: must be 1 to 2048 characters"),
        ("a path of everything", request => request.Purges[0].Scope = PurgeScope.All, "purges[0].path: must be empty with PURGE_SCOPE_ALL"),
        ("no time", request => request.Purges[0].At = null, "purges[0].at: is required"),
        ("before 2000", request => request.Purges[0].At = Night.Eleven.AddYears(-20).ToTimestamp(), "purges[0].at: 1996-11-09T04:00:00Z is not between"),
        ("the future", request => request.Purges[0].At = Night.Eleven.AddYears(900).ToTimestamp(), "purges[0].at: 2916-11-09T04:00:00Z is more than 1 minute ahead"),
    ];

    [Fact]
    public async Task BadPurges_AreRefusedByName_AndNothingIsNoted()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        foreach (var (fault, spoil, message) in BadPurges)
        {
            var request = new AddPurgesRequest { Purges = { Of(PurgeScope.Path, "/en", 1) } };
            spoil(request);

            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                await host.Purges.AddPurgesAsync(request, cancellationToken: TestContext.Current.CancellationToken));

            Assert.True(
                refused.StatusCode == StatusCode.InvalidArgument && refused.Status.Detail.StartsWith(message, StringComparison.Ordinal), $"{fault}: {refused.Status}");
        }

        Assert.Empty((await ListAsync(host)).Purges);
    }

    private static Purge Of(PurgeScope scope, string path, int seconds) => new() { Scope = scope, Path = path, At = Night.Eleven.AddSeconds(seconds).ToTimestamp() };

    private static async Task AddAsync(CounterHost host, params Purge[] purges) =>
        await host.Purges.AddPurgesAsync(new AddPurgesRequest { Purges = { purges } }, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<ListPurgesResponse> ListAsync(CounterHost host, ListPurgesResponse? known = null) =>
        await host.Purges.ListPurgesAsync(
            new ListPurgesRequest { KnownStoreId = known?.StoreId ?? string.Empty, KnownVersion = known?.Version ?? string.Empty },
            cancellationToken: TestContext.Current.CancellationToken);
}
