using Affluence.Testing;
using Grpc.Core;

namespace Affluence.GeoService.Tests.Grpc;

[Trait("Category", "Integration")]
public sealed class ReflectionTests
{
    [Theory]
    [InlineData("Development", StatusCode.OK)]
    [InlineData("Production", StatusCode.Unimplemented)]
    public async Task Reflection_IsThereInDevelopmentOnly(string environment, StatusCode expected)
    {
        await using var host = await GeoHost.StartAsync(environment: environment);

        Assert.Equal(expected, await Reflection.AskAsync(host.Channel, TestContext.Current.CancellationToken));
    }
}
