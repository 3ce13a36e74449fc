using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Affluence.ServiceDefaults;

namespace Affluence.AppHost.Tests;

/// <summary>The program itself: one line that names the setting, and an exit code.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("Store is 'x', and must be embedded or container.", "--Store=x")]
    [InlineData("Gateway:Replicas is '0', and must be a whole number from 1 up.", "--Store=embedded", "--Gateway:Replicas=0")]
    [InlineData("Counter:Replicas is 'two', and must be a whole number from 1 up.", "--Store=embedded", "--Counter:Replicas=two")]
    [InlineData("Geo:Replicas is '-1', and must be a whole number from 1 up.", "--Store=embedded", "--Geo:Replicas=-1")]
    [InlineData(
        "There is nothing to publish to: build AppHost with -p:Publishing=compose or -p:Publishing=kubernetes.", "--operation", "publish", "--step", "publish")]
    public async Task Setting_ThatCannotBe_EndsTheProgramWithItsName(string line, params string[] arguments) =>
        Assert.Equal((ServiceExit.BadSetting, line), await RunAsync(new Dictionary<string, string>(), arguments));

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")]
    [InlineData("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL")]
    public async Task Port_OfTheDashboard_ThatIsTaken_EndsTheProgramWithTheNameOfItsSetting(string setting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var (exitCode, line) = await RunAsync(new Dictionary<string, string> { [setting] = url }, "--Store=embedded");

        Assert.Equal(
            (ServiceExit.BadSetting, $"{setting} is '{url}', where another program listens: end it (another AppHost?), or set another port."),
            (exitCode, line));
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AppHost.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, errors.Trim());
    }
}
