using System.Net;
using System.Net.WebSockets;
using Affluence.Report.V1;
using Affluence.ReportService.Tests.Fakes;
using Affluence.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests.Live;

/// <summary>One anonymous client takes all that it may; readers at other addresses, and of other kinds, do not notice.</summary>
public sealed class FairnessTests
{
    private const string Greedy = "198.51.100.7";
    private const string Reader = "198.51.100.8";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("Report:MaximumStreamClientsPerAddress", "2"),
        // The addresses are those that a proxy on this machine says, which is trusted here.
        ("Report:TrustedProxies:Networks:0", "127.0.0.0/8"),
    ];

    [Fact]
    public async Task Streams_OfOneAddressAreTaken_OthersAndOtherKindsAreServed()
    {
        await using var host = await ReportHost.StartAsync(settings: Settings);
        await host.FirstSnapshotAsync();
        using var first = await OpenAsync(host, Greedy);
        using var second = await OpenAsync(host, Greedy);

        using var third = await OpenAsync(host, Greedy);
        using var reader = await OpenAsync(host, Reader);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.All([first, second, reader], stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));
        Assert.Equal(StatusCode.OK, await WatchAsync(host, Greedy));
        using var socket = new ClientWebSocket();
        await ConnectAsync(host, socket, Greedy);
    }

    [Fact]
    public async Task GrpcStreams_OfOneAddressAreTaken_TheNextIsRefused()
    {
        await using var host = await ReportHost.StartAsync(settings: ("Report:MaximumStreamClientsPerAddress", "1"));
        await host.FirstSnapshotAsync();
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        using var first = new SnapshotService.SnapshotServiceClient(channel).WatchSnapshots(
            new WatchSnapshotsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await first.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.ResourceExhausted, await WatchAsync(host, Greedy));
    }

    [Fact]
    public async Task Dashboards_ThatWentAway_AreAwaitedForAMinuteAndFiftyAtMost()
    {
        await using var host = await ReportHost.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;

        Assert.Equal((TimeSpan.FromMinutes(1), 50), (options.DisconnectedCircuitRetentionPeriod, options.DisconnectedCircuitMaxRetained));
    }

    [Fact]
    public async Task Circuits_OfOneAddressAreTaken_OthersAreServedAndOneThatLeavesMakesRoom()
    {
        await using var host = await ReportHost.StartAsync(settings: Settings);
        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();
        using var reader = new ClientWebSocket();
        await ConnectAsync(host, first, Greedy);
        await ConnectAsync(host, second, Greedy);

        using var third = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(host, third, Greedy));
        await ConnectAsync(host, reader, Reader);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.HttpStatusCode);

        first.Abort();
        await Eventually.TrueAsync(
            async () =>
            {
                using var again = new ClientWebSocket();
                try
                {
                    await ConnectAsync(host, again, Greedy);
                    return true;
                }
                catch (WebSocketException)
                {
                    return false;
                }
            },
            () => "The place of a connection that was broken off is not free again.");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Circuit_ByLongPolling_IsNotOffered(string method)
    {
        await using var host = await ReportHost.StartAsync();

        using var response = await host.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/_blazor?id=x"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/annotations")]
    [InlineData("/api/v1/bulletins")]
    public async Task Body_Of40Megabytes_413(string path)
    {
        await using var host = await ReportHost.StartAsync();

        // The body is sent when the server asks for it, and it doesn't.
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = host.Http.BaseAddress }.AsOperator();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[40_000_000]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task ForwardedAddress_OfAProxyThatIsNotTrusted_IsNotHeeded()
    {
        await using var host = await ReportHost.StartAsync(settings: ("Report:MaximumStreamClientsPerAddress", "1"));
        await host.FirstSnapshotAsync();
        using var first = await OpenAsync(host, Greedy);

        using var second = await OpenAsync(host, Reader);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (first.StatusCode, second.StatusCode));
    }

    private static async Task<HttpResponseMessage> OpenAsync(ReportHost host, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream") { Headers = { { "X-Forwarded-For", address } } };
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static Task ConnectAsync(ReportHost host, ClientWebSocket socket, string address)
    {
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("X-Forwarded-For", address);
        return socket.ConnectAsync(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);
    }

    private static async Task<StatusCode> WatchAsync(ReportHost host, string address)
    {
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        using var call = new SnapshotService.SnapshotServiceClient(channel).WatchSnapshots(
            new WatchSnapshotsRequest(), new Metadata { { "x-forwarded-for", address } }, cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
