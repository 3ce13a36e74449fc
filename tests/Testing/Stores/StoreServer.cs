using System.Globalization;

namespace Affluence.Testing.Stores;

/// <summary>A store of a test's own, on a free loopback port, empty, with a folder that is deleted with it.</summary>
public abstract class StoreServer : IAsyncDisposable
{
    protected StoreServer()
    {
        Port = FreePort.Next();
        Folder = Directory.CreateTempSubdirectory("affluence-store-").FullName;
    }

    public int Port { get; }

    /// <summary>Where it keeps its files.</summary>
    public string Folder { get; }

    /// <summary>For <c>ConnectionStrings:redis</c>.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a store.</summary>
    /// <param name="kind">Which; a Redis that is not installed throws: ask <see cref="RedisServer.IsInstalled"/> first.</param>
    /// <param name="persistent">Whether what it holds survives a restart.</param>
    public static async Task<StoreServer> StartAsync(StoreKind kind, bool persistent = false)
    {
        StoreServer server = kind == StoreKind.Garnet ? new GarnetServer(persistent) : new RedisServer(persistent);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, on the same port and folder.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops it as an orderly shutdown does.</summary>
    public abstract Task StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
