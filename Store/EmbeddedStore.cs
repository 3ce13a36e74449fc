using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Affluence.ServiceDefaults;
using Garnet;

namespace Affluence.Store;

/// <summary>
/// Garnet in this process, on a loopback port, with an append-only file: what it holds survives a restart, and a crash but for the last
/// moments.
/// </summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, int port)
    {
        _server = server;
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    public string ConnectionString { get; }

    /// <param name="directory">Made if missing; the store recovers what it finds there.</param>
    /// <param name="port">A free loopback port.</param>
    /// <exception cref="InvalidSettingException">The port is in use, or the folder can't be made.</exception>
    public static EmbeddedStore Start(string directory, int port)
    {
        Make(directory);
        ThrowIfInUse(port);
        var server = new GarnetServer(
        [
            "-q", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            // A checkpoint is taken, and the file cut, each time it has grown by this much; otherwise it would grow without end.
            "--aof", "--aof-size-limit", "256m", "--checkpointdir", directory, "--recover",
            // What does not fit is lost, so there is room for several times a night like 8 November 2016; it is taken as it is needed. A sketch
            // that grows moves, and counting a union writes a key for a moment; both leave holes. Without their reuse (reviv) that night needs 590 MB in
            // place of 260 (bench/results/night.md).
            "--memory", "1g", "--reviv", "--index", "64m", "--expired-key-deletion-scan-freq", "60",
            // The native device needs libaio, which is not on every machine.
            "--device-type", "RandomAccess",
        ]);
        server.Start();
        return new EmbeddedStore(server, port);
    }

    public async ValueTask DisposeAsync()
    {
        // Commits are issued per operation but finish behind it; disposing does not wait for them.
        await _server.Store.CommitAOFAsync(CancellationToken.None);
        _server.Dispose();
    }

    private static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException($"The embedded store can't keep its files in '{directory}': {exception.Message}", exception);
        }
    }

    /// <summary>Garnet's own failure on a port in use names neither port nor reason.</summary>
    private static void ThrowIfInUse(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new InvalidSettingException($"The embedded store can't listen on 127.0.0.1:{port}: address already in use.", exception);
        }
    }
}
