using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Affluence.ServiceDefaults;
using Garnet;

namespace Affluence.Store;

/// <summary>
/// Garnet in this process, on a loopback port, with an append-only file: what it holds survives a restart, and a crash but for the last
/// moments. Every program of the machine reaches the port, and every page that a browser on it shows: it does nothing for whoever has not its password.
/// </summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, int port, string password)
    {
        _server = server;
        Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        ConnectionString = $"{Address},password={password}";
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>The address with the password, for the counter alone.</summary>
    public string ConnectionString { get; }

    /// <summary>A password for one start: nobody has to know it who was not given it, and nothing to keep it.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <param name="directory">Made if missing and closed to others; the store recovers what it finds there.</param>
    /// <param name="port">A free loopback port.</param>
    /// <param name="password">What clients must give; of letters and digits.</param>
    /// <exception cref="InvalidSettingException">The port is in use, or the folder can't be made.</exception>
    public static EmbeddedStore Start(string directory, int port, string password)
    {
        Make(directory);
        ThrowIfInUse(port);
        var server = new GarnetServer(
        [
            "-q", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            // A checkpoint is taken, and the file cut, each time it has grown by this much; otherwise it would grow without end.
            "--aof", "--aof-size-limit", "256m", "--checkpointdir", directory, "--recover",
            // The password is no argument of the process, which others may read: this is no command line.
            "--auth", "Password", "--password", password,
            // What does not fit is lost; it is taken as it is needed. A night like 8 November 2016 needs 590 MB. A sketch that grows moves, and counting a
            // union writes a key for a moment; both leave holes. Their reuse (reviv) would halve that, and loses keys that were deleted and made again at the
            // next restart (microsoft/garnet#2127; StoreRestartTests).
            "--memory", "1g", "--index", "64m", "--expired-key-deletion-scan-freq", "60",
            // The native device needs libaio, which is not on every machine.
            "--device-type", "RandomAccess",
        ]);
        server.Start();
        return new EmbeddedStore(server, port, password);
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
            PrivateFiles.Close(directory);
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
