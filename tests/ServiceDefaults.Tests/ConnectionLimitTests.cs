using System.Buffers.Binary;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Affluence.Tests;

/// <summary>One peer of a gRPC port that means no good: it is stopped, and others are served all the while.</summary>
[Trait("Category", "Integration")]
public sealed class ConnectionLimitTests
{
    private const string HealthCheck = "/grpc.health.v1.Health/Check";

    [Fact]
    public async Task RapidReset_ConnectionIsClosedAndOthersGoOn()
    {
        await using var service = await TestService.StartAsync();
        using var peer = await Http2Peer.ConnectAsync(service.Public);
        var headers = Http2Peer.GrpcHeaders(HealthCheck);
        byte[] cancel = [0, 0, 0, (byte)Http2Peer.Cancel];

        var flood = Task.Run(async () =>
        {
            for (var stream = 1; stream < 200_000; stream += 2)
            {
                peer.Add(Http2Peer.Headers, Http2Peer.EndHeaders, stream, headers);
                peer.Add(Http2Peer.ResetStream, 0, stream, cancel);
                if (stream % 200 == 199 && !await peer.SendAsync())
                {
                    return true;
                }
            }

            return false;
        });
        var reason = peer.ReadToTheEndAsync();
        await ServesOthersAsync(service, calls: 100);

        Assert.True(await flood, "All streams were taken.");
        // The reason may be lost in the reset of the connection.
        Assert.True(await reason is null or Http2Peer.EnhanceYourCalm);
        await ServesOthersAsync(service, calls: 1);
    }

    [Fact]
    public async Task ContinuationsWithoutEnd_ConnectionIsClosedAndOthersGoOn()
    {
        await using var service = await TestService.StartAsync();
        using var peer = await Http2Peer.ConnectAsync(service.Public);
        peer.Add(Http2Peer.Headers, 0, 1, Http2Peer.GrpcHeaders(HealthCheck));
        await peer.SendAsync();

        var reason = peer.ReadToTheEndAsync();
        var sent = 0;
        do
        {
            peer.Add(Http2Peer.Continuation, 0, 1, Http2Peer.Header($"x-{sent}", new string('a', 8_000)));
            sent++;
        }
        while (sent < 10_000 && await peer.SendAsync());

        Assert.True(sent < 10_000, "80 MB of headers were taken.");
        await reason;
        await ServesOthersAsync(service, calls: 1);
    }

    [Theory]
    [InlineData(Http2Peer.Ping)]
    [InlineData(Http2Peer.Settings)]
    public async Task FramesThatAskForAnAnswer_AndNobodyReadsThem_OthersGoOn(byte type)
    {
        await using var service = await TestService.StartAsync();
        using var peer = await Http2Peer.ConnectAsync(service.Public);
        var payload = type == Http2Peer.Ping ? new byte[8] : [0, 3, 0, 0, 0, 100];

        var flood = Task.Run(async () =>
        {
            for (var frame = 0; frame < 500_000; frame++)
            {
                peer.Add(type, 0, 0, payload);
                if (frame % 1_000 == 999 && !await peer.SendAsync())
                {
                    return;
                }
            }
        });

        await ServesOthersAsync(service, calls: 100);
        peer.Dispose();
        await flood;
    }

    [Fact]
    public async Task Streams_AsManyAsAllowed_TheNextIsRefused()
    {
        await using var service = await TestService.StartAsync();
        using var peer = await Http2Peer.ConnectAsync(service.Public);
        var headers = Http2Peer.GrpcHeaders(HealthCheck);

        // Calls whose message never comes, so that none of them ends.
        for (var call = 0; call <= 100; call++)
        {
            peer.Add(Http2Peer.Headers, Http2Peer.EndHeaders, (2 * call) + 1, headers);
        }

        await peer.SendAsync();

        int? allowed = null;
        while (await peer.ReadAsync() is { } frame)
        {
            if (frame.Type == Http2Peer.Settings && frame.Payload.Length > 0)
            {
                allowed = Setting(frame.Payload, identifier: 3);
            }
            else if (frame.Type == Http2Peer.ResetStream)
            {
                Assert.Equal(201, frame.Stream);
                Assert.Equal(Http2Peer.RefusedStream, Http2Peer.ErrorOf(frame.Payload));
                break;
            }
        }

        Assert.Equal(100, allowed);
        await ServesOthersAsync(service, calls: 1);
    }

    private static async Task ServesOthersAsync(TestService service, int calls)
    {
        using var channel = GrpcChannel.ForAddress(service.Public);
        var health = new Health.HealthClient(channel);
        for (var call = 0; call < calls; call++)
        {
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
        }
    }

    private static int? Setting(byte[] payload, int identifier)
    {
        for (var offset = 0; offset < payload.Length; offset += 6)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(offset)) == identifier)
            {
                return BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(offset + 2));
            }
        }

        return null;
    }
}
