using System.Globalization;

namespace Affluence.Testing.Stores;

/// <summary>A store of a test's own, on a free loopback port, empty, with a folder that is deleted with it.</summary>
public abstract class StoreServer : IAsyncDisposable
{
    protected StoreServer()
        : this(FreePort.Next())
    {
    }

    protected StoreServer(int port)
    {
        Port = port;
        Folder = Directory.CreateTempSubdirectory("affluence-store-").FullName;
    }

    public int Port { get; }

    /// <summary>Where it keeps its files.</summary>
    public string Folder { get; }

    /// <summary>The folders of all its processes.</summary>
    public virtual IEnumerable<string> Folders => [Folder];

    /// <summary>For <c>ConnectionStrings:redis</c>.</summary>
    public virtual string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a store.</summary>
    /// <param name="kind">Which; a Redis that is not installed throws: ask <see cref="RedisServer.IsInstalled"/> first.</param>
    /// <param name="persistent">Whether what it holds survives a restart.</param>
    public static async Task<StoreServer> StartAsync(StoreKind kind, bool persistent = false)
    {
        if (kind == StoreKind.Cluster && !persistent)
        {
            return await SharedCluster.BorrowAsync();
        }

        StoreServer server = kind switch
        {
            StoreKind.Garnet => new GarnetServer(persistent),
            StoreKind.Redis => new RedisServer(persistent),
            _ => new RedisCluster(replicas: false, persistent),
        };
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, on the same port and folder.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops it as an orderly shutdown does.</summary>
    public abstract Task StopAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops it for good.</summary>
    protected virtual Task EndAsync() => StopAsync();
}
