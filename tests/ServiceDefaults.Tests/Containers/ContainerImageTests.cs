using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Affluence.ServiceDefaults.Tests.Containers;

/// <summary>What the SDK is told of the images it makes of the services. Only the projects are evaluated: a base image would have to be fetched.</summary>
[Trait("Category", "Integration")]
public sealed class ContainerImageTests
{
    [Theory]
    [InlineData("CounterService")]
    [InlineData("Gateway")]
    [InlineData("GeoService")]
    [InlineData("ReportService")]
    [InlineData("Site")]
    public async Task Image_OfAService_RunsAsTheUnprivilegedUserOfItsBase(string service)
    {
        var properties = await EvaluateAsync(service);

        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0", properties.GetProperty("ContainerBaseImage").GetString());
        Assert.Equal("1654:1654", properties.GetProperty("ContainerUser").GetString());
    }

    private static async Task<JsonElement> EvaluateAsync(string service)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var services = typeof(ContainerImageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Services").Value!;
        var project = Path.Combine(services, service, $"{service}.csproj");
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["msbuild", project, "-nodeReuse:false", "-target:ComputeContainerBaseImage", "-getProperty:ContainerUser,ContainerBaseImage"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(cancellation);
        await build.WaitForExitAsync(cancellation);

        Assert.True(build.ExitCode == 0, output);
        return JsonElement.Parse(output).GetProperty("Properties");
    }
}
