using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Counts the union of sketches on one slot, in the way the store can.</summary>
internal sealed class UnionCounting(Pipeline pipeline, bool inPlace)
{
    /// <summary>Long enough for the pipeline that counts it; only there for one that breaks off before the delete.</summary>
    private static readonly TimeSpan TemporaryExpiry = TimeSpan.FromMinutes(1);

    public Task<long> Count(CountryCode country, int shard, RedisKey[] sketches)
    {
        switch (sketches)
        {
            case []:
                return Task.FromResult(0L);
            case [var only]:
                return pipeline.Add(store => store.HyperLogLogLengthAsync(only, CommandFlags.DemandMaster));
            case var several when inPlace:
                return pipeline.Add(store => store.HyperLogLogLengthAsync(several, CommandFlags.DemandMaster));
            default:
                var union = StoreKeys.TemporaryUnion(country, shard);
                _ = pipeline.Add(store => Done(store.HyperLogLogMergeAsync(union, sketches)));
                _ = pipeline.Add(store => store.KeyExpireAsync(union, TemporaryExpiry));
                var count = pipeline.Add(store => store.HyperLogLogLengthAsync(union, CommandFlags.DemandMaster));
                _ = pipeline.Add(store => store.KeyDeleteAsync(union));
                return count;
        }
    }

    private static async Task<bool> Done(Task command)
    {
        await command;
        return true;
    }
}
