namespace Affluence.Testing.Stores;

/// <summary>
/// Cases for <c>[Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]</c>: embedded Garnet always, and Redis
/// where it is installed, else a skipped case that says so.
/// </summary>
public static class OnEveryStore
{
    public static IEnumerable<TheoryDataRow<StoreKind>> Kinds =>
    [
        new(StoreKind.Garnet),
        new(StoreKind.Redis) { Skip = RedisServer.IsInstalled ? null : RedisServer.MissingReason },
    ];
}
