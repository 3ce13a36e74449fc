using Grpc.Core;
using Grpc.Reflection.V1;

namespace Affluence.GeoService.Tests.Grpc;

public sealed class ReflectionTests
{
    [Theory]
    [InlineData("Development", StatusCode.OK)]
    [InlineData("Production", StatusCode.Unimplemented)]
    public async Task Reflection_IsThereInDevelopmentOnly(string environment, StatusCode expected)
    {
        await using var host = await GeoHost.StartAsync(environment: environment);
        using var call = new ServerReflection.ServerReflectionClient(host.Channel)
            .ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);

        var status = StatusCode.OK;
        try
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, TestContext.Current.CancellationToken);
            await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        }
        catch (RpcException exception)
        {
            status = exception.StatusCode;
        }

        Assert.Equal(expected, status);
    }
}
