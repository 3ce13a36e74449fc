using System.Net.Sockets;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>Somebody opens more connections than a gateway has handles for, and keeps them.</summary>
[Collection(nameof(SharedSystem))]
public sealed class HandleTests(SharedSystem fixture) : SystemTests(fixture)
{
    private const int Handles = 600;

    [FaultFact]
    public async Task Handles_WantedByMoreConnectionsThanThereAre_WhoIsInGoesOnAndTheRestIsClosed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A gateway learns how many handles it has on Linux alone.");
        await using var gateway = Shared.NewGateway();
        gateway.MaxHandles = Handles;
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            using var hog = new Hog(gateway.Address, connections: 2 * Handles);
            await Eventually.TrueAsync(
                () => Task.FromResult(hog.Closed > Handles), () => $"{hog.Closed} connections were closed:\n{gateway.Log}", RunningSystem.Patience);
            await rush.GoesOnAsync();
        }

        Assert.Equal((0, 0), (crowd.Answers.Figures.Refused, crowd.Answers.Unanswered.Count));
        using var latecomers = Shared.NewCrowd(gateway);
        await latecomers.VisitAsync(visitors: 20);
        await Shared.BecomesWholeAsync(crowd, gateway);
        await Shared.BecomesWholeAsync(latecomers, gateway);
    }

    /// <summary>Somebody who opens connections and says nothing.</summary>
    private sealed class Hog : IDisposable
    {
        private readonly List<Socket> _connections = [];

        public Hog(Uri address, int connections)
        {
            for (var connection = 0; connection < connections; connection++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _connections.Add(socket);
                try
                {
                    socket.Connect(address.Host, address.Port);
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
                {
                    // Closed already: it is one of those that are counted.
                }
            }
        }

        /// <summary>How many of them the other end has closed.</summary>
        public int Closed => _connections.Count(socket => !socket.Connected || socket.Poll(0, SelectMode.SelectRead));

        public void Dispose() => _connections.ForEach(socket => socket.Dispose());
    }
}
