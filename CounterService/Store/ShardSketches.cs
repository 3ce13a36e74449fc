using Affluence.Counter.Recording;
using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>All sketches of one country and shard in a window. They lie on one cluster slot, so one command may count their union.</summary>
internal sealed class ShardSketches(CountryCode country, int shard)
{
    private readonly List<RedisKey> _served = [];
    private readonly List<RedisKey> _refused = [];

    public RedisKey[] Keys => [.. _served, .. _refused];

    /// <summary>The sketches of one identity, by country and shard.</summary>
    public static List<ShardSketches> Group(IEnumerable<MinuteIndexes> indexes, int identityEpoch)
    {
        var shards = new ShardSketches?[CountryCode.Count * VisitorId.Shards];
        foreach (var (name, key) in indexes.SelectMany(index => index.Sketches()).Where(sketch => sketch.Name.Epoch == identityEpoch))
        {
            var sketches = shards[(name.Country.Index * VisitorId.Shards) + name.Shard] ??= new ShardSketches(name.Country, name.Shard);
            (name.Class == VisitorClass.Served ? sketches._served : sketches._refused).Add(key);
        }

        return [.. shards.OfType<ShardSketches>()];
    }

    /// <summary>The counts; where nobody was refused, or nobody served, the union need not be asked for.</summary>
    public async Task<ShardCount> Count(UnionCounting unions)
    {
        var served = unions.Count(country, shard, [.. _served]);
        var refused = unions.Count(country, shard, [.. _refused]);
        var union = _refused.Count == 0 ? served
            : _served.Count == 0 ? refused
            : unions.Count(country, shard, Keys);
        return new ShardCount(country, await served, await refused, await union);
    }
}
