using System.Net.Sockets;
using System.Text;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Tests.Guard;

/// <summary>Clients that hold on to a connection by being slow. They are cut off, and nobody else notices.</summary>
[Trait("Category", "Integration")]
public sealed class SlowClientTests
{
    [Fact]
    public async Task Headers_NeverFinishedByHundreds_OthersAreServedAndTheseAreClosed()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:HeaderTimeout", "00:00:01"));
        var slow = new List<TcpClient>();
        for (var client = 0; client < 400; client++)
        {
            slow.Add(await OpenAsync(gateway, "GET /en HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
        }

        for (var visit = 0; visit < 100; visit++)
        {
            Assert.True((await gateway.VisitAsync()).IsSuccessStatusCode);
        }

        var answers = await Task.WhenAll(slow.Select(client => TestGateway.ReadToTheEndAsync(client, "a"u8.ToArray())));
        Assert.All(answers, answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer));
        Assert.Equal(100, (await gateway.SettledAsync(100)).Seen);
        slow.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Body_NeverFinished_Is408AndTheSiteIsLetGo()
    {
        var letGo = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:Guard:SlowClientGrace", "00:00:01.100"),
            ("Gateway:Guard:MinBytesPerSecond", "1000000"),
            // The proxy's own patience with a request is not what ends it.
            ("Gateway:Site:Timeout", "00:10:00"));
        gateway.Site = async context =>
        {
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }
            finally
            {
                letGo.SetResult();
            }
        };

        using var client = await OpenAsync(gateway, "POST /en HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
        var answer = await TestGateway.ReadToTheEndAsync(client, "a"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await letGo.Task.WaitAsync(Eventually.Limit, TimeProvider.System);
    }

    [Fact]
    public async Task Answer_NeverRead_IsCutOffAndTheSiteIsLetGo()
    {
        var letGo = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:Guard:SlowClientGrace", "00:00:01.100"), ("Gateway:Guard:MinBytesPerSecond", "1000000"));
        gateway.Site = async context =>
        {
            using var registration = context.RequestAborted.Register(letGo.SetResult);
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        };

        using var client = await OpenAsync(gateway, "GET /en HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await letGo.Task.WaitAsync(Eventually.Limit, TimeProvider.System);
        Assert.True((await gateway.SettledAsync(1)).Seen == 1);
    }

    [Fact]
    public async Task Connections_AsManyAsAllowed_FurtherOnesAreClosedAndManagementAnswers()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:MaxConnections", "2"));
        using var first = await OpenAsync(gateway, "GET /en HTTP/1.1\r\nHost: localhost\r\n");
        using var second = await OpenAsync(gateway, "GET /en HTTP/1.1\r\nHost: localhost\r\n");

        Assert.Equal(string.Empty, await gateway.SendToTheEndAsync("GET /en HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()));
        Assert.Equal("Healthy", await gateway.Management.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.StartsWith("HTTP/1.1 200 ", await TestGateway.ReadToTheEndAsync(first, "Connection: close\r\n\r\n"u8.ToArray()), StringComparison.Ordinal);
    }

    private static async Task<TcpClient> OpenAsync(TestGateway gateway, string bytes)
    {
        var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        return client;
    }
}
