using System.Globalization;
using System.Net.Sockets;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>A gateway may open no more files and connections, and then it may again.</summary>
[Collection(nameof(SharedSystem))]
public sealed class HandleTests(SharedSystem fixture) : SystemTests(fixture)
{
    private const int Spare = 20;

    [FaultFact]
    public async Task Handles_UsedUpByConnections_WhoeverWaitedIsAnsweredOnceThereAreSome()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of a running process can be set on Linux alone.");
        await using var gateway = Shared.NewGateway();
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 20);
        var limit = CountHandles(gateway.ProcessId) + Spare;
        await Processes.ChildProcess.RunAsync(
            "prlimit", "--pid", gateway.ProcessId.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"--nofile={limit}:"));

        using var latecomers = Shared.NewCrowd(gateway);
        Task visit;
        using (var hog = new Hog(gateway.Address, connections: 2 * Spare))
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(CountHandles(gateway.ProcessId) >= limit - 1), () => $"There are handles left:\n{gateway.Log}", RunningSystem.Patience);
            visit = latecomers.VisitAsync(visitors: 20);
        }

        await visit;
        await crowd.VisitAsync(visitors: 20);
        await Shared.BecomesWholeAsync(crowd, gateway);
        await Shared.BecomesWholeAsync(latecomers, gateway);
    }

    private static int CountHandles(int process) =>
        Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).Count();

    /// <summary>Somebody who opens connections and says nothing.</summary>
    private sealed class Hog : IDisposable
    {
        private readonly List<TcpClient> _connections;

        public Hog(Uri address, int connections) =>
            _connections = [.. Enumerable.Range(0, connections).Select(_ => new TcpClient(address.Host, address.Port))];

        public void Dispose() => _connections.ForEach(connection => connection.Dispose());
    }
}
