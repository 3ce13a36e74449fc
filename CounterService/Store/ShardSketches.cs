using Affluence.Counter.Recording;
using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>All sketches of one country and shard in a window. They lie on one cluster slot, so one command may count their union.</summary>
internal sealed class ShardSketches(CountryCode country, int shard)
{
    private readonly List<RedisKey> _served = [];
    private readonly List<RedisKey> _refused = [];
    private readonly List<RedisKey> _networks = [];
    private readonly Dictionary<VisitorClass, List<RedisKey>> _byCause = [];
    private RedisKey[]? _keys;

    public RedisKey[] Keys => _keys ??= [.. _served, .. _refused, .. _networks, .. _byCause.Values.SelectMany(keys => keys)];

    /// <summary>The sketches of one identity, by country and shard.</summary>
    public static List<ShardSketches> Group(IEnumerable<MinuteIndexes> indexes, int identityEpoch)
    {
        var shards = new ShardSketches?[CountryCode.Count * VisitorId.Shards];
        foreach (var (name, key) in indexes.SelectMany(index => index.Sketches()).Where(sketch => sketch.Name.Epoch == identityEpoch))
        {
            var sketches = shards[(name.Country.Index * VisitorId.Shards) + name.Shard] ??= new ShardSketches(name.Country, name.Shard);
            sketches.KeysOf(name.Class).Add(key);
        }

        return [.. shards.OfType<ShardSketches>()];
    }

    /// <summary>
    /// Asks for the counts. What nobody met is not asked for: without refusals one count per shard is all, and where nobody was served the
    /// union is the refused ones.
    /// </summary>
    public ShardCounting Count(Pipeline pipeline, bool inPlace)
    {
        var unions = new UnionCounting(pipeline, inPlace, country, shard);
        var servedUnion = unions.Reduce(_served);
        var served = unions.Count(servedUnion);
        var (refused, union) = CountWithServed(_refused);
        var causes = _byCause.Select(cause =>
        {
            var (visitors, withServed) = CountWithServed(cause.Value);
            return new CauseCounting(cause.Key, visitors, withServed);
        });
        var networks = unions.Count(unions.Reduce(_networks));
        var counting = new ShardCounting(country, served, refused, union, networks, [.. causes]);
        unions.Clear();
        return counting;

        (Task<long> Refused, Task<long> Union) CountWithServed(IReadOnlyList<RedisKey> sketches)
        {
            var refusedUnion = unions.Reduce(sketches);
            var count = unions.Count(refusedUnion);
            return (count, refusedUnion.Length == 0 ? served : servedUnion.Length == 0 ? count : unions.Count([.. servedUnion, .. refusedUnion]));
        }
    }

    private List<RedisKey> KeysOf(VisitorClass visitorClass)
    {
        switch (visitorClass)
        {
            case VisitorClass.Served:
                return _served;
            case VisitorClass.Refused:
                return _refused;
            case VisitorClass.ServedNetworks:
                return _networks;
            default:
                if (!_byCause.TryGetValue(visitorClass, out var keys))
                {
                    _byCause.Add(visitorClass, keys = []);
                }

                return keys;
        }
    }
}

/// <summary>Counts that were asked for. Awaited only once their pipeline is done: thousands of awaits in flight cost more than the counting.</summary>
internal readonly record struct ShardCounting(
    CountryCode Country, Task<long> Served, Task<long> Refused, Task<long> Union, Task<long> Networks, IReadOnlyList<CauseCounting> Causes)
{
    public async ValueTask<ShardCount> ReadAsync()
    {
        var causes = Causes.Count == 0 ? [] : new CauseCount[Causes.Count];
        for (var index = 0; index < causes.Length; index++)
        {
            causes[index] = new CauseCount(Causes[index].Class, await Causes[index].Refused, await Causes[index].Union);
        }

        return new ShardCount(Country, await Served, await Refused, await Union) { Causes = causes, Networks = await Networks };
    }
}

internal readonly record struct CauseCounting(VisitorClass Class, Task<long> Refused, Task<long> Union);
