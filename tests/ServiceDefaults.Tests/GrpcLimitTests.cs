using Affluence.Geo.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.Tests;

[Trait("Category", "Integration")]
public sealed class GrpcLimitTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Message_OverTheLimit_IsResourceExhausted()
    {
        await using var service = await StartAsync();

        Assert.Equal("taken", await AskAsync(service, size: Megabyte - 100));
        var exception = await Assert.ThrowsAsync<RpcException>(() => AskAsync(service, size: Megabyte));
        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    // A service with a limit of its own has options of its own, which must not bring compression back.
    [InlineData(true)]
    public async Task Message_Compressed_IsRefusedUnread(bool hasOwnLimit)
    {
        await using var service = await StartAsync(builder =>
        {
            if (hasOwnLimit)
            {
                builder.Services.AddGrpc().AddServiceOptions<Echo>(grpc => grpc.MaxReceiveMessageSize = 2 * Megabyte);
            }
        });

        // 100 kB of one letter: about 150 bytes on the wire.
        var exception = await Assert.ThrowsAsync<RpcException>(() => AskAsync(service, size: 100_000, encoding: "gzip"));
        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Fact]
    public async Task Fault_IsToldWithoutDetail()
    {
        await using var service = await StartAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() => AskAsync(service, size: 0));
        Assert.Equal(StatusCode.Unknown, exception.StatusCode);
        Assert.DoesNotContain("secret", exception.Status.Detail, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(Action<WebApplicationBuilder>? add = null) =>
        TestService.StartAsync(add, app => app.MapGrpcService<Echo>());

    private static async Task<string> AskAsync(TestService service, int size, string? encoding = null)
    {
        using var channel = GrpcChannel.ForAddress(service.Public, new GrpcChannelOptions { MaxSendMessageSize = null });
        var headers = new Metadata();
        if (encoding is not null)
        {
            headers.Add("grpc-internal-encoding-request", encoding);
        }

        var client = new GeolocationService.GeolocationServiceClient(channel);
        return (await client.LocateAsync(new LocateRequest { Address = new string('a', size) }, headers)).CountryCode;
    }

    private sealed class Echo : GeolocationService.GeolocationServiceBase
    {
        public override Task<LocateResponse> Locate(LocateRequest request, ServerCallContext context) =>
            request.Address.Length > 0
                ? Task.FromResult(new LocateResponse { CountryCode = "taken" })
                : throw new InvalidOperationException("a secret detail");
    }
}
