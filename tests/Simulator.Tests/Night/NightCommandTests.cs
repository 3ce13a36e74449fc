using System.Text.Json.Nodes;
using Affluence.Simulator.Tests.Fakes;
using Affluence.Simulator.Tests.Live;
using Grpc.Core;

namespace Affluence.Simulator.Tests.Night;

[Trait("Category", "Integration")]
public sealed class NightCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("affluence-night-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Night_PlaysBothEveningsAndTellsWhatWasSimulated()
    {
        await using var services = await FakeServices.StartAsync();
        var truth = Path.Combine(_folder, "truth");

        var (code, output, error) = await PlayAsync(services, "--from", "2016-11-08T22:58", "--to", "2016-11-08T23:02", "--truth", truth);

        Assert.True(code == 0, output + error);
        Assert.Contains("Simulated at 2016-11-01T23:00:00-04:00: 170 visitors", output, StringComparison.Ordinal);
        Assert.Contains("Simulated at 2016-11-08T23:00:00-05:00: 2,000 visitors", output, StringComparison.Ordinal);
        Assert.Contains($"{services.Requests:N0} requests of 18 minutes sent, {services.Requests:N0} acknowledged by the counter, in ", output, StringComparison.Ordinal);
        Assert.Contains("curl http://127.0.0.1:8081/api/v1/snapshots/2016-11-08T23:00:00-05:00", output, StringComparison.Ordinal);

        // 169 hours apart: clocks went back in between. Six buckets a minute, the first window whole.
        var starts = services.Records.Select(record => record.BucketStart.ToDateTimeOffset()).Distinct().Order().ToList();
        Assert.Equal(2 * 9 * 6, starts.Count);
        Assert.Equal(new DateTimeOffset(2016, 11, 1, 22, 53, 0, TimeSpan.FromHours(-4)), starts[0]);
        Assert.Equal(TimeSpan.FromHours(169), starts[54] - starts[0]);

        var lines = (await File.ReadAllLinesAsync(truth, Cancellation)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(10, lines.Count);
        var at23 = lines.Single(line => (string?)line["at"] == "2016-11-08T23:00:00-05:00");
        Assert.Equal(2_000, (int)at23["visitors"]!);
        Assert.Equal(2_000, at23["countries"]!.AsObject().Sum(country => (int)country.Value!));
        Assert.True((long)at23["pageViews"]!["served"]! > 2_000);
    }

    [Fact]
    public async Task Night_InParts_IsTheWhole()
    {
        await using var whole = await FakeServices.StartAsync();
        await using var parts = await FakeServices.StartAsync();

        await PlayAsync(whole, "--from", "2016-11-08T22:58", "--to", "2016-11-08T23:02");
        await PlayAsync(parts, "--from", "2016-11-08T22:58", "--to", "2016-11-08T23:00");
        await PlayAsync(parts, "--from", "2016-11-08T23:00", "--to", "2016-11-08T23:02");

        Assert.Equal(whole.Served(), parts.Served());
        Assert.Equal(whole.Requests, parts.Requests);
    }

    [Fact]
    public async Task Night_OfAnotherSeed_HasOtherVisitorsAndAddsUp()
    {
        await using var services = await FakeServices.StartAsync();
        string[] minute = ["--from", "2016-11-08T23:00", "--to", "2016-11-08T23:01"];

        await PlayAsync(services, minute);
        var (visitors, requests) = (services.Served(), services.Requests);
        await PlayAsync(services, [.. minute, "--seed", "2"]);

        Assert.InRange(services.Requests, requests * 1.8, requests * 2.2);
        Assert.InRange(services.Served().Count, visitors.Count * 1.8, visitors.Count * 2.2);
    }

    [Fact]
    public async Task Night_BrokenOffWithState_GoesOnWhereItStopped()
    {
        await using var services = await FakeServices.StartAsync();
        await using var undisturbed = await FakeServices.StartAsync();
        string[] arguments = ["--from", "2016-11-08T22:58", "--to", "2016-11-08T23:02"];
        string[] withState = [.. arguments, "--state", Path.Combine(_folder, "state")];
        await PlayAsync(undisturbed, arguments);

        services.RefuseAfter(70, StatusCode.InvalidArgument);
        var (brokenOff, _, error) = await PlayAsync(services, withState);
        var before = services.Records.Count;
        services.Answer = StatusCode.OK;
        var (code, output, _) = await PlayAsync(services, withState);

        Assert.Equal(3, brokenOff);
        Assert.Equal($"The counter ({services.Address}) refused: InvalidArgument, bucket_start: refused by the test.{Environment.NewLine}", error);
        Assert.Equal(0, code);
        Assert.Matches("(10|11) minutes were acknowledged before and not sent again", output);
        Assert.InRange(services.Records.Count - before, 1, undisturbed.Records.Count - 60);
        Assert.Equal(undisturbed.Served(), services.Served());
        Assert.Equal(undisturbed.Requests, services.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Night_StateOfAStoreThatLostItsMemory_IsPlayedAllAgain(bool otherStore)
    {
        await using var services = await FakeServices.StartAsync();
        string[] arguments = ["--from", "2016-11-08T23:00", "--to", "2016-11-08T23:01", "--state", Path.Combine(_folder, "state")];
        await PlayAsync(services, arguments);
        var requests = services.Requests;

        services.Forget();
        services.StoreId = () => otherStore ? "another" : "store";
        var (code, output, _) = await PlayAsync(services, arguments);

        Assert.Equal((0, requests), (code, services.Requests));
        Assert.DoesNotContain("acknowledged before", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Night_Live_SendsTheNightThroughTheGateway()
    {
        await using var site = await StubSite.StartAsync();
        using var output = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(
            ["night", "--live", "--gateway", site.Address, "--scale", "0.001", "--from", "2016-11-08T22:55", "--to", "2016-11-08T23:00", "--speed", "300"],
            output, output, Cancellation);

        Assert.True(code == 0, output.ToString());
        // At 23:00 there are 200 in the window of 5 minutes, which is what was sent.
        Assert.InRange(site.Visitors, 195, 205);
        Assert.Contains("/site/site.css", site.Paths);
        Assert.Contains("/en", site.Paths);
    }

    [Theory]
    [InlineData("--from: 2016-11-08T23:30 is not before --to, 2016-11-08T23:30.", "--from", "2016-11-08T23:30")]
    [InlineData("--from: 2016-11-06T01:30 happens twice in America/Toronto, since clocks went back.", "--from", "2016-11-06T01:30")]
    [InlineData("--to: 2016-03-13T02:30 does not exist in America/Toronto, since clocks went forward.", "--to", "2016-03-13T02:30")]
    [InlineData("--to: 2030-11-08T23:30 is not within the night, which is from 2016-11-08T18:00 to 2016-11-09T06:00.", "--to", "2030-11-08T23:30")]
    [InlineData("--from: 2016-11-08T17:59 is not within the night, which is from 2016-11-08T18:00 to 2016-11-09T06:00.", "--from", "2016-11-08T17:59")]
    [InlineData("--from: '23:00' is no local date and time in whole minutes, for example 2016-11-08T22:30.", "--from", "23:00")]
    [InlineData("--time-zone: 'America/Torronto' is no zone of the IANA time zone database, for example America/Toronto.", "--time-zone", "America/Torronto")]
    [InlineData("--scale: '0' is not a number from 0.001 to 5.", "--scale", "0")]
    [InlineData("--scale: 'NaN' is not a number from 0.001 to 5.", "--scale", "NaN")]
    [InlineData("--speed: '-1' is not a number above 0 and at most 3600.", "--speed", "-1")]
    [InlineData("--seed: '1.5' is not a whole number.", "--seed", "1.5")]
    [InlineData("--counter: 'x' is no http or https address, for example http://127.0.0.1:8084.", "--counter", "x")]
    public async Task Night_BadArgument_IsOneLineAndExitsWith2(string message, params string[] arguments)
    {
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["night", .. arguments], TextWriter.Null, error, Cancellation);

        Assert.Equal((2, message + Environment.NewLine), (code, error.ToString()));
    }

    [Theory]
    [InlineData("--counter: http://127.0.0.1:1/ can't be reached: ", "--counter", "http://127.0.0.1:1")]
    [InlineData("--geo: http://127.0.0.1:1/ can't be reached: ", "--geo", "http://127.0.0.1:1")]
    [InlineData("--truth: ", "--truth", "/no/such/folder/truth")]
    [InlineData("--token-file: ", "--token-file", "/no/such/folder/token")]
    [InlineData("--state: ", "--state", "/no/such/folder/state")]
    public async Task Night_ServiceOrFileThatIsNotThere_ExitsWith2(string message, params string[] arguments)
    {
        await using var services = await FakeServices.StartAsync();
        var (code, _, error) = await PlayAsync(services, arguments);

        Assert.Equal(2, code);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(services.Records);
    }

    private static async Task<(int Code, string Output, string Error)> PlayAsync(FakeServices services, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] places = arguments.Contains("--counter") ? ["--geo", $"{services.Address}"]
            : arguments.Contains("--geo") ? ["--counter", $"{services.Address}"]
            : ["--counter", $"{services.Address}", "--geo", $"{services.Address}"];
        var code = await SimulatorCommandLine.RunAsync(["night", "--scale", "0.01", .. places, .. arguments], output, error, Cancellation);
        return (code, output.ToString(), error.ToString());
    }
}
