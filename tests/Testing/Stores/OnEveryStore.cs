namespace Affluence.Testing.Stores;

/// <summary>
/// Cases for <c>[Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]</c>: embedded Garnet always, and Redis
/// where it is installed, else a skipped case that says so.
/// </summary>
public static class OnEveryStore
{
    /// <summary>Stores of one server.</summary>
    public static IEnumerable<TheoryDataRow<StoreKind>> Kinds => [new(StoreKind.Garnet), OnRedis(StoreKind.Redis)];

    /// <summary>Those and a cluster, for tests of the store itself.</summary>
    public static IEnumerable<TheoryDataRow<StoreKind>> KindsAndCluster => [.. Kinds, OnRedis(StoreKind.Cluster)];

    private static TheoryDataRow<StoreKind> OnRedis(StoreKind kind) =>
        new(kind) { Skip = RedisServer.IsInstalled ? null : RedisServer.MissingReason };
}
