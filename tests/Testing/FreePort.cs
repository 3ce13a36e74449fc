using System.Net;
using System.Net.Sockets;

namespace Affluence.Testing;

/// <summary>
/// Ports to listen on, below those that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): one that is listened on, given
/// up for a while and listened on again, as by a server that is restarted, is not taken by somebody's connection in between.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    private static int _last = Random.Shared.Next(Count);

    /// <summary>A loopback port that nobody listens on, and that this process has not given out lately.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // The next one, then.
            }
        }
    }
}
