using System.Net;
using System.Net.Sockets;

namespace Affluence.Testing;

/// <summary>
/// One address on loopback that shares out connections in turn, as those of replicas do in Aspire and Kubernetes: what is on a connection stays there.
/// </summary>
public sealed class RoundRobin : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly int[] _ports;
    private readonly Task _accepting;

    public RoundRobin(params int[] ports)
    {
        _ports = ports;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://{_listener.LocalEndPoint}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_end.Token);
                connections.Add(CarryAsync(client, _ports[connections.Count % _ports.Length]));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(Socket client, int port)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
            await using var near = new NetworkStream(client);
            await using var far = new NetworkStream(server);
            try
            {
                // Either side's end is the end of both.
                await await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Reset, or the end of the test.
            }
        }
    }
}
