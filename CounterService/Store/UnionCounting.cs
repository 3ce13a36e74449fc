using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Counts unions of the sketches of one country and shard, which lie on one slot, in the way the store can.</summary>
/// <remarks>
/// A store that can't count a union in place merges it first. A sketch is in many unions (served, and served with refused for each cause), so
/// what was merged once is merged on from there: 5 minutes in which pages were refused for four causes cost Garnet 0.9 s of
/// processor time, and cost 0.3 s so.
/// </remarks>
internal sealed class UnionCounting(Pipeline pipeline, bool inPlace, CountryCode country, int shard)
{
    /// <summary>Long enough for the pipeline that counts it; only there for one that breaks off before the delete.</summary>
    private static readonly TimeSpan TemporaryExpiry = TimeSpan.FromMinutes(1);

    private readonly List<RedisKey> _merged = [];

    /// <summary>Fewer sketches with the same union, for further unions: one, where the store can't count several in place.</summary>
    public RedisKey[] Reduce(IReadOnlyList<RedisKey> sketches) =>
        sketches.Count < 2 || inPlace ? [.. sketches] : [Merge([.. sketches])];

    public Task<long> Count(RedisKey[] sketches)
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
                var union = Merge(sketches);
                return pipeline.Add(store => store.HyperLogLogLengthAsync(union, CommandFlags.DemandMaster));
        }
    }

    /// <summary>Takes away what was merged; to be called after the last count.</summary>
    public void Clear()
    {
        if (_merged.Count > 0)
        {
            RedisKey[] merged = [.. _merged];
            _ = pipeline.Add(store => store.KeyDeleteAsync(merged));
            _merged.Clear();
        }
    }

    private RedisKey Merge(RedisKey[] sketches)
    {
        var union = StoreKeys.TemporaryUnion(country, shard);
        _merged.Add(union);
        _ = pipeline.Add(store => Done(store.HyperLogLogMergeAsync(union, sketches)));
        _ = pipeline.Add(store => store.KeyExpireAsync(union, TemporaryExpiry));
        return union;
    }

    private static async Task<bool> Done(Task command)
    {
        await command;
        return true;
    }
}
