using System.Net.Sockets;

namespace Affluence.Simulator;

/// <summary>Tells early, and by the name of the option, that a service is not there.</summary>
internal static class Reachable
{
    /// <summary>Connects and hangs up: a request would make one visitor too many.</summary>
    /// <exception cref="UnusableArgumentException">Nothing listens there.</exception>
    public static async Task RequireAsync(string option, Uri address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new UnusableArgumentException($"{option}: {address} can't be reached: {exception.Message}.", exception);
        }
    }
}
