using System.Net;
using System.Net.Sockets;

namespace Affluence.Browser.Tests;

/// <summary>What connects the browser with a server, on a port of its own. It can be cut, mended, and put to another server.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly List<Task> _connections = [];
    private CancellationTokenSource _cut = new();
    private Task _accepting = Task.CompletedTask;
    private IPEndPoint _end = new(IPAddress.Loopback, 0);

    private Cable()
    {
    }

    public Uri Address => new($"http://{_end}/");

    public static Cable To(Uri server)
    {
        var cable = new Cable();
        cable.Connect(server);
        return cable;
    }

    /// <summary>Connects it, on the same port as before.</summary>
    public void Connect(Uri server)
    {
        var listener = new TcpListener(_end);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        _end = (IPEndPoint)listener.LocalEndpoint;
        _cut = new CancellationTokenSource();
        _accepting = AcceptAsync(listener, server, _cut.Token);
    }

    /// <summary>Ends every connection; none can be made until it is connected again.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _connections.Clear();
        _cut.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_accepting.IsCompleted)
        {
            await CutAsync();
        }
    }

    private async Task AcceptAsync(TcpListener listener, Uri server, CancellationToken cut)
    {
        using (listener)
        {
            while (!cut.IsCancellationRequested)
            {
                try
                {
                    _connections.Add(PassAsync(await listener.AcceptTcpClientAsync(cut), server, cut));
                }
                catch (OperationCanceledException) when (cut.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private static async Task PassAsync(TcpClient near, Uri server, CancellationToken cut)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(server.Host, server.Port, cut);
                var (here, there) = (near.GetStream(), far.GetStream());
                await Task.WhenAny(here.CopyToAsync(there, cut), there.CopyToAsync(here, cut));
            }
            catch (OperationCanceledException) when (cut.IsCancellationRequested)
            {
                // Cut while it was being made.
            }
        }
    }
}
