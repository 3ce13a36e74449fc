using Affluence.Testing.Stores;
using StackExchange.Redis;

namespace Affluence.Tests.Searches;

/// <summary>Every key of a store and all that is under it, as the store gives it out.</summary>
internal static class StoreContents
{
    public static async Task<IReadOnlyList<(RedisKey Key, RedisValue[] Values)>> ReadAsync(StoreServer store)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{store.ConnectionString},allowAdmin=true");
        var database = connection.GetDatabase();
        var contents = new List<(RedisKey, RedisValue[])>();
        await foreach (var key in connection.GetServers()[0].KeysAsync())
        {
            contents.Add((key, await ValuesOfAsync(database, key)));
        }

        return contents;
    }

    private static async Task<RedisValue[]> ValuesOfAsync(IDatabase database, RedisKey key)
    {
        var type = await database.KeyTypeAsync(key);
        return type switch
        {
            RedisType.String => [await database.StringGetAsync(key)],
            RedisType.Set => await database.SetMembersAsync(key),
            RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value })],
            RedisType.List => await database.ListRangeAsync(key),
            RedisType.SortedSet => [.. (await database.SortedSetRangeByRankWithScoresAsync(key)).SelectMany(entry => new[] { entry.Element, entry.Score })],
            // Expired since it was listed.
            RedisType.None => [],
            _ => throw new InvalidOperationException($"{key} is of type {type}, which this test can't read."),
        };
    }
}
