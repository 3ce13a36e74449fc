using Microsoft.AspNetCore.Http;

namespace Affluence.Simulator.Tests.Rush;

[Trait("Category", "Integration")]
public sealed class RushCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("17", 3)]
    [InlineData("60", 1)]
    public async Task Rush_RoomThatKeepsItsWord_ExitsWith0(string visitors, int polls)
    {
        await using var room = await new StubRoom { Polls = polls }.StartAsync();

        var (code, output, error) = await RunAsync(room, "--visitors", visitors);

        Assert.True(code == 0, output + error);
        Assert.Contains($"{visitors} of {visitors}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("fails", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rush_InformationIsRefused_ExitsWith1()
    {
        await using var room = await new StubRoom { InformationStatus = StatusCodes.Status503ServiceUnavailable }.StartAsync();

        await FailsAsync(room, "0 of 40");
    }

    [Fact]
    public async Task Rush_BotsAreGivenAPlace_ExitsWith1()
    {
        await using var room = await new StubRoom { GivesBotsAPlace = true }.StartAsync();

        await FailsAsync(room, "bots that were given a place");
    }

    [Fact]
    public async Task Rush_ReportSaysThatACountryWaitedLonger_ExitsWith1()
    {
        await using var room = await new StubRoom { Verdict = "waitedLonger" }.StartAsync();

        await FailsAsync(room, "1 of 1");
    }

    [Theory]
    [InlineData("--pages: '0' is not a whole number from 1 to 1,000.", "--pages", "0")]
    [InlineData("--patience: 'x' is not a number above 0 and at most 60.", "--patience", "x")]
    [InlineData("--mix: the percentages sum to 99, not 100.", "--mix", "US=99")]
    [InlineData("--report: 'ftp://x' is no http or https address, for example http://127.0.0.1:8081.", "--report", "ftp://x")]
    public async Task Rush_BadArgument_IsOneLineAndExitsWith2(string message, params string[] arguments)
    {
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["rush", .. arguments], TextWriter.Null, error, Cancellation);

        Assert.Equal((2, message + Environment.NewLine), (code, error.ToString()));
    }

    private static async Task FailsAsync(StubRoom room, string figure)
    {
        var (code, output, error) = await RunAsync(room, "--visitors", "40");

        Assert.True(code == 1, output + error);
        Assert.Single(output.Split('\n'), line => line.Contains(figure, StringComparison.Ordinal) && line.Contains("fails", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(StubRoom room, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] line =
            ["rush", "--gateway", room.Address, "--report", room.Address, "--wanted", "/wanted", "--minutes", "0.01", "--pages", "1", .. arguments];
        return (await SimulatorCommandLine.RunAsync(line, output, error, Cancellation), output.ToString(), error.ToString());
    }
}
