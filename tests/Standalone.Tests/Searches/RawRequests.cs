using System.Net.Sockets;
using System.Text;

namespace Affluence.Tests.Searches;

/// <summary>Requests written by hand: a client of this process would be traced with the services, and its own words be found.</summary>
internal static class RawRequests
{
    /// <returns>The status line.</returns>
    public static async Task<string> SendAsync(Uri service, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Host, service.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new StreamReader(stream, Encoding.Latin1);
        return await answer.ReadLineAsync() ?? string.Empty;
    }
}
