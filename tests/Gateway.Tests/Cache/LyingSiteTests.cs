using System.Net;
using System.Net.Sockets;
using System.Text;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Cache;

/// <summary>A site whose answers are not what they say. Nothing of it is stored as if it were, and each has one outcome.</summary>
public sealed class LyingSiteTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";

    [Theory]
    [InlineData("breaks off within its length", Head + "Content-Length: 100\r\n\r\nhalf", 502)]
    [InlineData("breaks off within a chunk", Head + "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf", 502)]
    [InlineData("has no last chunk", Head + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", 502)]
    [InlineData("has a length that is none", Head + "Content-Length: many\r\n\r\nhalf", 502)]
    [InlineData("has two lengths", Head + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nhalf", 502)]
    [InlineData("is no HTTP", "half", 502)]
    public async Task Answer_ThatIsNotWhole_IsRefusedAndNotStored(string what, string bytes, int status)
    {
        await using var site = new RawSite(bytes);
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", site.Address));

        var first = await gateway.VisitAsync();
        var second = await gateway.VisitAsync();

        Assert.True((int)first.StatusCode == status && (int)second.StatusCode == status, $"An answer that {what}: {first.StatusCode}, {second.StatusCode}");
        Assert.True(site.Asked >= 2, what);
        await gateway.SettledAsync(2);
    }

    [Theory]
    [InlineData("Age: 99999999999999999999", false)]
    [InlineData("Age: many", true)]
    [InlineData("Date: Fri, 31 Dec 9999 23:59:59 GMT", true)]
    [InlineData("Date: tomorrow", true)]
    [InlineData("Date: Sat, 01 Jan 0001 00:00:00 GMT", false)]
    [InlineData("Expires: Fri, 31 Dec 9999 23:59:59 GMT", true)]
    [InlineData("Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT", true)]
    [InlineData("Vary: a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r", false)]
    public async Task Fields_ThatAreAbsurd_AreTakenAsTheRfcHasIt(string line, bool isHit)
    {
        await using var site = new RawSite(Head + line + "\r\nContent-Length: 4\r\n\r\npage");
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", site.Address));

        await gateway.VisitAsync();
        var second = await gateway.VisitAsync();

        Assert.Equal((HttpStatusCode.OK, isHit), (second.StatusCode, site.Asked == 1));
    }

    [Fact]
    public async Task Header_OfTenThousandFields_IsRefused()
    {
        await using var site = new RawSite(Head + string.Concat(Enumerable.Range(0, 10_000).Select(field => $"X-{field}: {field}\r\n")) + "Content-Length: 0\r\n\r\n");
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", site.Address));

        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.VisitAsync()).StatusCode);
    }

    [Fact]
    public async Task Header_LargerThanIsStored_Passes()
    {
        await using var site = new RawSite(Head + $"X-Long: {new string('x', 20_000)}\r\nContent-Length: 4\r\n\r\npage");
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", site.Address));

        Assert.Equal("page", await (await gateway.VisitAsync()).Content.ReadAsStringAsync());
        await gateway.VisitAsync();
        Assert.Equal(2, site.Asked);
    }

    [Fact]
    public async Task Body_LargerThanIsStored_PassesWhole()
    {
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number};"));
        await using var site = new RawSite(Head + "Connection: close\r\n\r\n" + body);
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Address", site.Address), ("Gateway:Cache:MaxBodyBytes", "50000"));

        Assert.Equal(body, await (await gateway.VisitAsync()).Content.ReadAsStringAsync());
        Assert.Equal(body, await (await gateway.VisitAsync()).Content.ReadAsStringAsync());
        Assert.Equal(2, site.Asked);
    }

    [Fact]
    public async Task Body_WithoutEnd_ReachesTheVisitorAsItComes()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Cache:MaxBodyBytes", "50000"));
        gateway.Site = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
            }
        };

        using var response = await gateway.Client.GetAsync("/en", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1_000_000];
        await stream.ReadExactlyAsync(buffer);
    }

    /// <summary>Says the same bytes to everybody, and closes.</summary>
    private sealed class RawSite : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _bytes;
        private readonly Task _work;
        private int _asked;

        public RawSite(string bytes)
        {
            _bytes = Encoding.Latin1.GetBytes(bytes);
            _listener.Start();
            _work = WorkAsync();
        }

        public string Address => $"http://{_listener.LocalEndpoint}";

        public int Asked => Volatile.Read(ref _asked);

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _work;
        }

        private async Task WorkAsync()
        {
            var buffer = new byte[16_384];
            while (true)
            {
                try
                {
                    using var socket = await _listener.AcceptSocketAsync();
                    await socket.ReceiveAsync(buffer);
                    Interlocked.Increment(ref _asked);
                    await socket.SendAsync(_bytes);
                    socket.Shutdown(SocketShutdown.Send);
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
                {
                    // Who asked has heard enough.
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
