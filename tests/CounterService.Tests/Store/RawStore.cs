using Affluence.Testing.Stores;
using StackExchange.Redis;

namespace Affluence.Counter.Tests.Store;

/// <summary>A connection past the service, to look at what it stored and to take things away.</summary>
internal sealed class RawStore(ConnectionMultiplexer connection) : IAsyncDisposable
{
    public IDatabase Database => connection.GetDatabase();

    /// <summary>The one server, or one of a cluster.</summary>
    public IServer Server => connection.GetServers()[0];

    private IEnumerable<IServer> Primaries => connection.GetServers().Where(server => !server.IsReplica);

    public static async Task<RawStore> ConnectAsync(StoreServer store) =>
        new(await ConnectionMultiplexer.ConnectAsync(store.ConnectionString + ",allowAdmin=true"));

    public Task<List<string>> KeysAsync(string pattern = "*") => KeysAsync(Primaries, pattern);

    /// <summary>The keys of a server that is a replica.</summary>
    public Task<List<string>> KeysOfReplicaAsync() => KeysAsync([Server], "*");

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

    public Task FlushAsync() => Task.WhenAll(Primaries.Select(server => server.FlushAllDatabasesAsync()));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async Task<List<string>> KeysAsync(IEnumerable<IServer> servers, string pattern)
    {
        var keys = new List<string>();
        foreach (var server in servers)
        {
            await foreach (var key in server.KeysAsync(pattern: pattern, pageSize: 1000))
            {
                keys.Add(key.ToString());
            }
        }

        return keys;
    }
}
