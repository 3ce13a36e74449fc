using Affluence.Report;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.ReportService.Tests.Grpc;

[Trait("Category", "Integration")]
public sealed class ReflectionTests
{
    [Theory]
    [InlineData("Development", StatusCode.OK)]
    [InlineData("Production", StatusCode.Unimplemented)]
    public async Task Reflection_IsThereInDevelopmentOnly(string environment, StatusCode expected)
    {
        var directory = Directory.CreateTempSubdirectory("affluence-report");
        await using var app = Build(environment, directory.FullName);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var channel = GrpcChannel.ForAddress(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(1));

        Assert.Equal(expected, await Reflection.AskAsync(channel, TestContext.Current.CancellationToken));
        await app.StopAsync(TestContext.Current.CancellationToken);
        directory.Delete(recursive: true);
    }

    private static WebApplication Build(string environment, string directory)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
            ["Grpc:Port"] = "0",
            ["services:counter:http:0"] = "http://127.0.0.1:1",
            ["services:geo:http:0"] = "http://127.0.0.1:1",
            ["Report:DataDirectory"] = directory,
        });
        builder.AddServiceDefaults(ServiceEndpoint.Report);
        builder.AddReport();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapReport();
        return app;
    }
}
