using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Affluence.Testing.Stores;

/// <summary>A <c>redis-server</c> (or <c>valkey-server</c> under that name) found on the path.</summary>
public sealed class RedisServer : StoreServer
{
    public const string MissingReason = "redis-server is not installed; this test ran on embedded Garnet only.";

    private const string Executable = "redis-server";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly bool _persistent;
    private readonly string[] _arguments;
    private Process? _process;

    /// <param name="persistent">Whether it writes an append-only file.</param>
    /// <param name="arguments">More of its command line.</param>
    public RedisServer(bool persistent, params string[] arguments) => (_persistent, _arguments) = (persistent, arguments);

    /// <param name="port">Where it listens.</param>
    /// <param name="persistent">Whether it writes an append-only file.</param>
    /// <param name="arguments">More of its command line.</param>
    public RedisServer(int port, bool persistent, params string[] arguments)
        : base(port) => (_persistent, _arguments) = (persistent, arguments);

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Executable)));

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("redis-server is not running.");

    public override async Task StartAsync()
    {
        if (_process is not null)
        {
            return;
        }

        var start = new ProcessStartInfo(Executable)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--port", Port.ToString(CultureInfo.InvariantCulture),
                "--bind", "127.0.0.1",
                "--dir", Folder,
                "--save", string.Empty,
                "--appendonly", _persistent ? "yes" : "no",
            },
        };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("redis-server did not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await WaitUntilListeningAsync(_process);
    }

    /// <summary>Stops it in an orderly way: SIGTERM.</summary>
    public override async Task StopAsync() => await EndAsync("-TERM");

    /// <summary>Stops it as a crash does: SIGKILL.</summary>
    public async Task KillAsync() => await EndAsync("-KILL");

    /// <summary>Freezes it: it keeps its connections and answers nothing.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    private async Task EndAsync(string signal)
    {
        if (_process is null)
        {
            return;
        }

        // One that was frozen would end when it wakes up.
        await ResumeAsync();
        await SignalAsync(signal);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task WaitUntilListeningAsync(Process process)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(PollInterval, TimeProvider.System);
            }
        }
    }
}
