using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>A random key by which a store that lost what it held is told from one that did not.</summary>
internal static class StoreMemory
{
    /// <summary>Reads it, and makes it where it is missing; of concurrent callers the first one decides.</summary>
    public static Task<RedisValue> Read(Pipeline pipeline)
    {
        var minted = Guid.NewGuid().ToString("N");
        _ = pipeline.Add(store => store.StringSetAsync(StoreKeys.StoreId, minted, when: When.NotExists));
        return pipeline.Add(store => store.StringGetAsync(StoreKeys.StoreId, CommandFlags.DemandMaster));
    }
}
