using Affluence.Counter.Recording;
using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>All sketches of one country and shard in a window. They lie on one cluster slot, so one command may count their union.</summary>
internal sealed class ShardSketches(CountryCode country, int shard)
{
    private readonly List<RedisKey> _served = [];
    private readonly List<RedisKey> _refused = [];
    private RedisKey[]? _keys;

    public RedisKey[] Keys => _keys ??= [.. _served, .. _refused];

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

    /// <summary>Asks for the counts; where nobody was refused, or nobody served, the union need not be asked for.</summary>
    public ShardCounting Count(UnionCounting unions)
    {
        var served = unions.Count(country, shard, [.. _served]);
        var refused = unions.Count(country, shard, [.. _refused]);
        var union = _refused.Count == 0 ? served
            : _served.Count == 0 ? refused
            : unions.Count(country, shard, Keys);
        return new ShardCounting(country, served, refused, union);
    }
}

/// <summary>Counts that were asked for. Awaited only once their pipeline is done: thousands of awaits in flight cost more than the counting.</summary>
internal readonly record struct ShardCounting(CountryCode Country, Task<long> Served, Task<long> Refused, Task<long> Union)
{
    public async ValueTask<ShardCount> ReadAsync() => new(Country, await Served, await Refused, await Union);
}
