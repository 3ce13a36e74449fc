using System.Net;
using System.Net.Sockets;
using System.Text;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Proxy;

/// <summary>A site that sends trailers: nobody is promised what the gateway does not pass on.</summary>
public sealed class TrailerTests
{
    [Fact]
    public async Task Trailers_OfTheSite_AreNeitherAnnouncedNorSentByHttp11()
    {
        using var site = new TcpListener(IPAddress.Loopback, 0);
        site.Start();
        var answering = AnswerAsync(site);
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", $"http://{site.LocalEndpoint}"));

        var answer = await gateway.SendToTheEndAsync("GET /en HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\nConnection: close\r\n\r\n"u8.ToArray());

        await answering;
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("X-Kept: yes", answer, StringComparison.Ordinal);
        Assert.Contains("hello", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Trailer", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Checksum", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task AnswerAsync(TcpListener site)
    {
        using var connection = await site.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        await stream.WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\nX-Kept: yes\r\n\r\n5\r\nhello\r\n0\r\nX-Checksum: 1\r\n\r\n"u8
                .ToArray());
    }
}
