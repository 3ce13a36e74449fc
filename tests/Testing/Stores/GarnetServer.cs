using System.Globalization;
using Embedded = Garnet.GarnetServer;

namespace Affluence.Testing.Stores;

/// <summary>Garnet embedded in this process.</summary>
/// <param name="persistent">Whether what it holds survives a restart.</param>
/// <param name="password">What it asks of its clients; null: nothing.</param>
public sealed class GarnetServer(bool persistent, string? password = null) : StoreServer
{
    private Embedded? _server;

    public override string ConnectionString => password is null ? base.ConnectionString : $"{base.ConnectionString},password={password}";

    public override Task StartAsync()
    {
        List<string> arguments =
        [
            "--bind", "127.0.0.1",
            "--port", Port.ToString(CultureInfo.InvariantCulture),
            "--memory", "256m",
            "--index", "16m",
            // The default device wants libaio, which a machine with nothing but the .NET SDK lacks.
            "--device-type", "RandomAccess",
            "--checkpointdir", Folder,
        ];
        if (persistent)
        {
            arguments.AddRange(["--aof", "--recover"]);
        }

        if (password is not null)
        {
            arguments.AddRange(["--auth", "Password", "--password", password]);
        }

        _server = new Embedded([.. arguments]);
        _server.Start();
        return Task.CompletedTask;
    }

    public override async Task StopAsync()
    {
        if (_server is null)
        {
            return;
        }

        if (persistent)
        {
            // What was acknowledged since the last commit is still in memory: dispose does not write it.
            await _server.Store.CommitAOFAsync(CancellationToken.None);
        }

        _server.Dispose();
        _server = null;
    }
}
