using Affluence.Testing.Stores;
using StackExchange.Redis;

namespace Affluence.Counter.Tests.Store;

/// <summary>A connection past the service, to look at what it stored and to take things away.</summary>
internal sealed class RawStore(ConnectionMultiplexer connection) : IAsyncDisposable
{
    public IDatabase Database => connection.GetDatabase();

    public IServer Server => connection.GetServers()[0];

    public static async Task<RawStore> ConnectAsync(StoreServer store) =>
        new(await ConnectionMultiplexer.ConnectAsync(store.ConnectionString + ",allowAdmin=true"));

    public async Task<List<string>> KeysAsync(string pattern = "*")
    {
        var keys = new List<string>();
        await foreach (var key in Server.KeysAsync(pattern: pattern, pageSize: 1000))
        {
            keys.Add(key.ToString());
        }

        return keys;
    }

    /// <summary>Takes keys away as expiry does.</summary>
    public async Task DeleteAsync(string pattern)
    {
        var keys = await KeysAsync(pattern);
        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            Assert.True(await Database.KeyDeleteAsync(key));
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
