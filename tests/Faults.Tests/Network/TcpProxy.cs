using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Affluence.Faults.Tests.Network;

/// <summary>
/// Stands between a client and a server, on loopback, and does to their connections what networks do. It forwards bytes as they come until it
/// is told otherwise.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Link, Task> _links = [];
    private readonly CancellationTokenSource _end = new();
    private volatile Weather _weather = new();
    private volatile int _target;
    private Socket? _listener;
    private Task? _accepting;
    private int _harm;

    public TcpProxy(int target)
    {
        _target = target;
        Open();
    }

    public int Port { get; } = FreePort.Next();

    /// <summary>How many connections it broke and how many lots of bytes it held up: a fault that met nobody is none.</summary>
    public int Harm => _harm;

    /// <summary>As a network without faults. Connections that were broken stay so.</summary>
    public void Heal()
    {
        Change(new Weather());
        if (_listener is null)
        {
            Open();
        }
    }

    /// <summary>A cable that was cut: every connection is reset, with what was on its way, and none can be made.</summary>
    public async Task CutAsync()
    {
        await StopListeningAsync();
        Reset();
        Change(new Weather());
    }

    /// <summary>Every connection is reset, with what was on its way; others can be made at once.</summary>
    public void Reset()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>Leads to another server from now on, as a name that was changed does.</summary>
    public void Redirect(int target)
    {
        _target = target;
        Reset();
    }

    /// <summary>A black hole: connections are taken and kept, and nothing comes through, nor the word that it does not.</summary>
    public void Stall() => Change(new Weather { Stalls = true });

    /// <summary>Whatever passes is late by so much.</summary>
    public void Delay(TimeSpan latency) => Change(new Weather { Latency = latency });

    /// <summary>A line on which bytes pass a few at a time, one lot each 10 ms.</summary>
    public void Throttle(int bytes) => Change(new Weather { Slice = bytes, Latency = TimeSpan.FromMilliseconds(10) });

    /// <summary>Resets each connection once so many bytes have gone to the server over it, wherever in a message that is.</summary>
    public void BreakAfter(int bytes) => Change(new Weather { BytesToBreak = bytes });

    /// <summary>Tells servers that their clients have ended (FIN), and clients nothing; what servers still say arrives.</summary>
    public void HalfClose()
    {
        foreach (var link in _links.Keys)
        {
            link.HalfClose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync();
        await _end.CancelAsync();
        Reset();
        await Task.WhenAll(_links.Values);
        _end.Dispose();
    }

    private void Change(Weather weather)
    {
        var before = Interlocked.Exchange(ref _weather, weather);
        before.Passed.TrySetResult();
    }

    private void Open()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        listener.Listen();
        (_listener, _accepting) = (listener, AcceptAsync(listener));
    }

    private async Task StopListeningAsync()
    {
        if (_listener is { } listener)
        {
            _listener = null;
            listener.Dispose();
            await _accepting!;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(_end.Token);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            var link = new Link(this, client);
            _links[link] = Task.CompletedTask;
            _links[link] = RunAsync(link);
        }
    }

    private async Task RunAsync(Link link)
    {
        await Task.Yield();
        using (link)
        {
            await link.RunAsync();
        }

        _links.TryRemove(link, out _);
    }

    /// <summary>What becomes of bytes for a time.</summary>
    private sealed class Weather
    {
        /// <summary>Nothing passes.</summary>
        public bool Stalls { get; init; }

        public TimeSpan Latency { get; init; }

        public int Slice { get; init; } = int.MaxValue;

        public int BytesToBreak { get; init; } = int.MaxValue;

        /// <summary>Completes when it has changed.</summary>
        public TaskCompletionSource Passed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>One connection from a client, and the one to the server that belongs to it.</summary>
    private sealed class Link(TcpProxy proxy, Socket client) : IDisposable
    {
        private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly CancellationTokenSource _broken = CancellationTokenSource.CreateLinkedTokenSource(proxy._end.Token);
        private int _toServer;

        public async Task RunAsync()
        {
            try
            {
                client.NoDelay = true;
                await PassAsync();
                await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, proxy._target), _broken.Token);
                await Task.WhenAll(PumpAsync(client, _server, counts: true), PumpAsync(_server, client, counts: false));
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // The server is not there, or one of them has gone: the other is to know.
            }

            Close(client);
            Close(_server);
        }

        public void Reset()
        {
            try
            {
                _broken.Cancel();
                Interlocked.Increment(ref proxy._harm);
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // It has ended already.
            }

            Close(client);
            Close(_server);
        }

        public void HalfClose()
        {
            try
            {
                _server.Shutdown(SocketShutdown.Send);
                Interlocked.Increment(ref proxy._harm);
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // It has ended already.
            }
        }

        public void Dispose()
        {
            client.Dispose();
            _server.Dispose();
            _broken.Dispose();
        }

        private async Task PumpAsync(Socket from, Socket to, bool counts)
        {
            var buffer = new byte[65_536];
            try
            {
                while (true)
                {
                    await PassAsync();
                    var length = Math.Min(buffer.Length, proxy._weather.Slice);
                    var count = await from.ReceiveAsync(buffer.AsMemory(0, length), _broken.Token);
                    if (count == 0)
                    {
                        to.Shutdown(SocketShutdown.Send);
                        return;
                    }

                    await PassAsync();
                    if (proxy._weather.Latency is { Ticks: > 0 } latency)
                    {
                        Interlocked.Increment(ref proxy._harm);
                        await Task.Delay(latency, TimeProvider.System, _broken.Token);
                    }

                    _toServer += counts ? count : 0;
                    if (_toServer > proxy._weather.BytesToBreak)
                    {
                        Reset();
                        return;
                    }

                    for (var sent = 0; sent < count;)
                    {
                        sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _broken.Token);
                    }
                }
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // One of the two has gone, and what it still had to say with it: so does the other.
                _broken.Cancel();
                Close(from);
                Close(to);
            }
        }

        private async Task PassAsync()
        {
            while (proxy._weather is { Stalls: true } weather)
            {
                await weather.Passed.Task.WaitAsync(_broken.Token);
            }
        }

        /// <summary>With a reset: what is still in a buffer is lost.</summary>
        private static void Close(Socket socket)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // Closed already.
            }

            socket.Close();
        }

        private static bool IsEnd(Exception exception) => exception is SocketException or ObjectDisposedException or OperationCanceledException;
    }
}
