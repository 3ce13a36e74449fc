using System.Text.Json.Nodes;
using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Import;

namespace Affluence.Simulator.Tests.Certification;

/// <summary>Logs held against a report, from the command line.</summary>
[Trait("Category", "Integration")]
public sealed class CertifyTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Evening = Logs.Evening;

    private readonly ImportFolder _folder = new(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:1"));
    private StubReport _report = null!;

    public async ValueTask InitializeAsync() => _report = await StubReport.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _report.DisposeAsync();
    }

    [Fact]
    public async Task Certify_ReportThatAgrees_ExitsWith0()
    {
        // Two pages a minute by the same two visitors, of whom one comes back; each minute a third is refused.
        var log = _folder.Write("access.log", Minutes(0, 11));
        foreach (var minute in Enumerable.Range(5, 6))
        {
            _report.Put(Evening.AddMinutes(minute), visitors: 6, turnedAway: 5, served: 10, refused: 5);
        }

        var (code, output, error) = await CertifyAsync(log);

        Assert.Equal((0, ""), (code, error));
        var rows = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, rows.Length);
        Assert.Equal("2016-11-08T23:05:00-05:00         6         6   0.00 %           5       5         10        10         5         5", rows[1]);
        Assert.Equal("certified: 6 minutes, largest difference 0.00 % (2016-11-08T23:05-05:00), mean 0.00 %, 0 beyond two standard errors, page views exact.", rows[^1]);
    }

    [Fact]
    public async Task Certify_ReportThatDiffers_SaysWhereAndExitsWith1()
    {
        var log = _folder.Write("access.log", Minutes(0, 11));
        _report.Put(Evening.AddMinutes(5), visitors: 6, turnedAway: 5, served: 10, refused: 5);
        _report.Put(Evening.AddMinutes(6), visitors: 8, turnedAway: 5, served: 10, refused: 5);
        _report.Put(Evening.AddMinutes(7), visitors: 6, turnedAway: 9, served: 10, refused: 5);
        _report.Put(Evening.AddMinutes(8), visitors: 6, turnedAway: 5, served: 11, refused: 5);
        _report.Put(Evening.AddMinutes(9), visitors: null, turnedAway: null, served: 10, refused: 5, reason: "The store lost it.");

        var (code, output, _) = await CertifyAsync(log);

        Assert.Equal(1, code);
        var rows = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("visitors differ", rows[2], StringComparison.Ordinal);
        Assert.EndsWith("turned away differ", rows[3], StringComparison.Ordinal);
        Assert.EndsWith("page views differ", rows[4], StringComparison.Ordinal);
        Assert.EndsWith("visitors not told: The store lost it.", rows[5], StringComparison.Ordinal);
        Assert.EndsWith("not on record", rows[6], StringComparison.Ordinal);
        Assert.Equal(
            "not certified: 1 not on record, 1 without visitors told, 1 differ by more than 1 % of the visitors, 1 differ in those turned away, "
                + "1 differ in page views, of 6 minutes; largest difference 33.33 % (2016-11-08T23:06-05:00), mean 8.33 %, 1 beyond two standard errors.",
            rows[^1]);
    }

    [Theory]
    [InlineData(101, true, 0, true)]
    [InlineData(102, true, 0, false)]
    [InlineData(100, false, 0, false)]
    [InlineData(100, true, 2, false)]
    public async Task Certify_ToleranceAndFinality_Decide(long visitors, bool final, long moreTurnedAway, bool certified)
    {
        var log = _folder.Write("access.log", Crowd());
        _report.Put(Evening.AddMinutes(5), visitors, turnedAway: moreTurnedAway, served: 100, refused: 0, final);

        var (code, _, _) = await CertifyAsync(log, "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:05");

        Assert.Equal(certified ? 0 : 1, code);
    }

    [Fact]
    public async Task Certify_TurnedAwayWithinItsStandardErrors_Agrees()
    {
        var log = _folder.Write("access.log", Crowd());
        _report.Put(Evening.AddMinutes(5), visitors: 100, turnedAway: 8, served: 100, refused: 0, turnedAwayStandardError: 2);

        Assert.Equal(0, (await CertifyAsync(log, "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:05")).Code);
    }

    [Fact]
    public async Task Certify_ToleranceGiven_IsTheOne()
    {
        var log = _folder.Write("access.log", Crowd());
        _report.Put(Evening.AddMinutes(5), visitors: 104, turnedAway: 0, served: 100, refused: 0);

        Assert.Equal(1, (await CertifyAsync(log, "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:05", "--tolerance", "3")).Code);
        Assert.Equal(0, (await CertifyAsync(log, "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:05", "--tolerance", "4")).Code);
    }

    [Fact]
    public async Task Certify_LogsOfServersAndRotations_AreCountedAsOne()
    {
        // The first server's log was rotated in the middle of a minute; the second saw every visitor of the first once more.
        string[] lines = [.. Minutes(0, 11)];
        string[] logs =
        [
            _folder.Write("web1.log", lines[16..]), _folder.Write("web1.log.1.gz", Logs.Gzip(Logs.Bytes(lines[..16]))), _folder.Write("web2.log", lines),
        ];
        foreach (var minute in Enumerable.Range(5, 6))
        {
            _report.Put(Evening.AddMinutes(minute), visitors: 6, turnedAway: 5, served: 20, refused: 10);
        }

        var (code, output, error) = await CertifyAsync(logs);

        Assert.True(code == 0, output + error);
    }

    [Fact]
    public async Task Certify_LongLogs_AreAskedForInParts()
    {
        var log = _folder.Write("access.log", [Logs.Combined(Evening), Logs.Combined(Evening.AddMinutes(1200))]);

        await CertifyAsync(log);

        Assert.Equal([500, 500, 196], _report.Asked);
    }

    [Fact]
    public async Task Certify_AsJson_IsOneObject()
    {
        var log = _folder.Write("access.log", Crowd());
        _report.Put(Evening.AddMinutes(5), visitors: 101, turnedAway: 0, served: 100, refused: 0);

        var (_, output, _) = await CertifyAsync(log, "--from", "2016-11-09T04:05:00Z", "--to", "2016-11-08T23:06:00-05:00", "--output", "json");

        var certificate = JsonNode.Parse(output)!;
        Assert.False((bool)certificate["isCertified"]!);
        Assert.Equal(0.01, (double)certificate["largestDifference"]!);
        Assert.Equal(["2016-11-08T23:05:00-05:00", "2016-11-08T23:06:00-05:00"], certificate["minutes"]!.AsArray().Select(minute => (string?)minute!["at"]));
        Assert.Equal((101, 100, 1), ((int)certificate["minutes"]![0]!["visitors"]!["live"]!, (int)certificate["minutes"]![0]!["visitors"]!["exact"]!, (int)certificate["minutes"]![0]!["visitors"]!["difference"]!));
        Assert.Null(certificate["minutes"]![1]!["visitors"]!["live"]);
        Assert.Equal("not on record", (string?)certificate["minutes"]![1]!["note"]);
    }

    [Fact]
    public async Task Certify_AsCsv_HasARowForEachMinuteAndNoFormula()
    {
        var log = _folder.Write("access.log", Crowd());
        _report.Put(Evening.AddMinutes(5), visitors: null, turnedAway: null, served: 100, refused: 0, reason: "=HYPERLINK(\"x\"),y");

        var (code, output, error) = await CertifyAsync(log, "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:06", "--output", "csv");

        Assert.Equal(1, code);
        Assert.StartsWith("not certified: ", error, StringComparison.Ordinal);
        var rows = output.Split("\r\n");
        Assert.StartsWith("at,visitorsLive,visitorsExact,visitorsDifference,", rows[0], StringComparison.Ordinal);
        Assert.Equal("2016-11-08T23:05:00-05:00,,100,,,,,0,,100,100,0,0,true,false,\"visitors not told: =HYPERLINK(\"\"x\"\"),y\"", rows[1]);
        Assert.Equal("2016-11-08T23:06:00-05:00,,0,,,,,0,,,0,,0,,false,\"not on record\"", rows[2]);
        Assert.Equal(["", 4], (object[])[rows[3], rows.Length]);
    }

    [Fact]
    public async Task Certify_LogShorterThanAWindow_SaysWhatToDo()
    {
        var (code, _, error) = await CertifyAsync(_folder.Write("access.log", Crowd()));

        Assert.Equal(
            (2, "The logs hold no whole window of 5 minutes; if they are complete for the minutes you want, name these with --from and --to." + Environment.NewLine),
            (code, error));
    }

    [Fact]
    public async Task Certify_BadLog_IsOneLine()
    {
        var (code, _, error) = await CertifyAsync(_folder.Write("bad.log", "nonsense\n"u8.ToArray()));
        Assert.Equal(2, code);
        Assert.StartsWith("bad.log has no line of a known format (w3c, json, ", error, StringComparison.Ordinal);

        (code, _, error) = await CertifyAsync(_folder.Write("bad.log", [.. Minutes(0, 20), Logs.Combined(Evening)]), "--strict");
        Assert.Equal(2, code);
        Assert.StartsWith("bad.log has a line that is to be left out: line 61 is of ", error, StringComparison.Ordinal);

        (code, _, error) = await CertifyAsync(_folder.Write("bad.log", [.. Minutes(0, 20), "nonsense"]), "--strict");
        Assert.Equal((2, "bad.log has a bad line 61, column 1: there are no fields: nonsense." + Environment.NewLine), (code, error));
    }

    [Theory]
    [InlineData("--from: '2016-11-08' is no whole minute, for example 2016-11-08T23:00:00-05:00 or, on the site's clocks, 2016-11-08T23:00.", "--from", "2016-11-08")]
    [InlineData("--to: '2016-11-08T23:00:30' is no whole minute, for example 2016-11-08T23:00:00-05:00 or, on the site's clocks, 2016-11-08T23:00.", "--to", "2016-11-08T23:00:30")]
    [InlineData("--from: 2016-11-06T01:30 happens twice in America/Toronto, since clocks went back; write it with its offset.", "--from", "2016-11-06T01:30")]
    [InlineData("--from: 2016-11-08T23:05 is not before --to, 2016-11-08T23:04.", "--from", "2016-11-08T23:05", "--to", "2016-11-08T23:04")]
    [InlineData("--tolerance: '-1' is not a number from 0 to 100.", "--tolerance", "-1")]
    [InlineData("--output: 'xml' is none of table, json, csv.", "--output", "xml")]
    public async Task Certify_BadArgument_IsOneLine(string message, params string[] arguments)
    {
        var (code, _, error) = await CertifyAsync([_folder.Write("access.log", Crowd()), .. arguments]);

        Assert.Equal((2, message + Environment.NewLine), (code, error));
    }

    [Fact]
    public async Task Certify_ReportThatIsNone_IsNamed()
    {
        await using var other = await Live.StubSite.StartAsync();
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(
            ["certify", _folder.Write("access.log", Crowd()), "--report", other.Address], output, error, TestContext.Current.CancellationToken);

        Assert.Equal(2, code);
        Assert.StartsWith($"--report: {other.Address}/ answered ", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> CertifyAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimulatorCommandLine.RunAsync(
            ["certify", "--report", _report.Address, .. arguments], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString().Replace(_folder.PathOf("x")[..^1], "", StringComparison.Ordinal));
    }

    /// <summary>Each minute one visitor who is always there, one who is new, and one who is refused; one line more at the end.</summary>
    private static IEnumerable<string> Minutes(int from, int to) => Enumerable.Range(from, to - from).SelectMany(minute => (string[])
    [
        Logs.Combined(Evening.AddMinutes(minute), "1.2.3.4"),
        Logs.Combined(Evening.AddMinutes(minute).AddSeconds(30), $"1.2.4.{minute}", userAgent: "new"),
        Logs.Combined(Evening.AddMinutes(minute).AddSeconds(59), $"1.2.5.{minute}", status: 503),
    ]);

    /// <summary>100 visitors within one minute, and assets and bots besides.</summary>
    private static IEnumerable<string> Crowd() => Enumerable.Range(0, 100).SelectMany(visitor => (string[])
    [
        Logs.Combined(Evening, $"1.2.3.{visitor}"),
        Logs.Combined(Evening, $"1.2.3.{visitor}", "/style.css"),
        Logs.Combined(Evening, $"1.2.4.{visitor}", userAgent: "Googlebot/2.1"),
    ]);
}
