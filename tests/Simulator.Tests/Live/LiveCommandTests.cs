using Affluence.Testing;
using Microsoft.AspNetCore.Http;

namespace Affluence.Simulator.Tests.Live;

[Trait("Category", "Integration")]
public sealed class LiveCommandTests
{
    private const string Mix = "US=50,CA=37,AU=3,GB=1,other=9";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_ReportThatCountsRightly_ExitsWith0()
    {
        await using var site = await StubSite.StartAsync();

        var (code, output, error) = await RunAsync(site, "--visitors", "1000", "--minutes", "0.05", "--mix", Mix);

        Assert.True(code == 0, output + error);
        Assert.Equal(1000, site.Visitors);
        Assert.Contains("/en", site.Paths);
        Assert.Contains("/fr", site.Paths);
        Assert.Contains("visitors", output, StringComparison.Ordinal);
        Assert.Contains("50.00 %", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.98, StatusCodes.Status200OK)]
    [InlineData(1, StatusCodes.Status503ServiceUnavailable)]
    public async Task Live_ReportThatDiffers_ExitsWith1(double factor, int status)
    {
        await using var site = await StubSite.StartAsync(factor, status);

        var (code, output, _) = await RunAsync(site, "--visitors", "200", "--minutes", "0.01", "--mix", Mix);

        Assert.Equal(1, code);
        Assert.Contains("differs", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mix: the percentages sum to 99, not 100.", "--mix", "US=99")]
    [InlineData("--mix: 'QQ' is no country code in upper case and not 'other'.", "--mix", "QQ=100")]
    [InlineData("--visitors: '-5' is not a whole number from 1 to 5000000.", "--visitors", "-5")]
    [InlineData("--visitors: '0' is not a whole number from 1 to 5000000.", "--visitors", "0")]
    [InlineData("--visitors: '1.5' is not a whole number from 1 to 5000000.", "--visitors", "1.5")]
    [InlineData("--visitors: '99999999999' is not a whole number from 1 to 5000000.", "--visitors", "99999999999")]
    [InlineData("--minutes: 'NaN' is not a number above 0 and at most 1440.", "--minutes", "NaN")]
    [InlineData("--minutes: '0' is not a number above 0 and at most 1440.", "--minutes", "0")]
    [InlineData("--seed: 'x' is not a whole number.", "--seed", "x")]
    [InlineData("--gateway: 'ftp://x' is no http or https address, for example http://127.0.0.1:8080.", "--gateway", "ftp://x")]
    [InlineData("Unrecognized command or argument '--visitor'.", "--visitor", "5")]
    public async Task Live_BadArgument_IsOneLineAndExitsWith2(string message, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["live", .. arguments], output, error, Cancellation);

        Assert.Equal((2, message + Environment.NewLine), (code, error.ToString()));
    }

    [Fact]
    public async Task Live_UnreachableGateway_ExitsWith2()
    {
        using var error = new StringWriter();

        // Port 1 is never listened on.
        var code = await SimulatorCommandLine.RunAsync(["live", "--gateway", "http://127.0.0.1:1"], TextWriter.Null, error, Cancellation);

        Assert.Equal(2, code);
        Assert.StartsWith("--gateway: http://127.0.0.1:1/ can't be reached: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_Cancelled_StopsAtOnce()
    {
        await using var site = await StubSite.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var error = new StringWriter();
        var running = SimulatorCommandLine.RunAsync(
            ["live", "--gateway", site.Address, "--report", site.Address, "--visitors", "1000", "--minutes", "60"],
            TextWriter.Null, error, cancel.Token);
        await Eventually.TrueAsync(() => site.Visitors > 0, () => "Nobody came.");

        await cancel.CancelAsync();

        Assert.Equal(130, await running);
    }

    [Fact]
    public async Task Live_ReportThatAsksForAToken_IsToldAtOnceOrSentIt()
    {
        await using var site = await StubSite.StartAsync();
        site.ReportToken = "a3f1c9e07b5d48261f0c9ab7e4d35826";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, site.ReportToken + "\n", Cancellation);

        var without = await RunAsync(site, "--visitors", "200", "--minutes", "60");
        var with = await RunAsync(site, "--visitors", "200", "--minutes", "0.01", "--token-file", file);

        Assert.Equal((2, $"--report: {site.Address}/ answered 401. Give --token-file a token of its Credentials:Reader.{Environment.NewLine}"), (without.Code, without.Error));
        Assert.Equal((0, ""), (with.Code, with.Error));
        File.Delete(file);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(StubSite site, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimulatorCommandLine.RunAsync(
            ["live", "--gateway", site.Address, "--report", site.Address, .. arguments], output, error, Cancellation);
        return (code, output.ToString(), error.ToString());
    }
}
