using System.Text;
using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;
using Affluence.Testing;
using Grpc.Core;

namespace Affluence.Simulator.Tests.Import;

/// <summary>What can't be imported is told in one line, with what was recorded of it, and exit code 2.</summary>
[Trait("Category", "Integration")]
public sealed class BadImportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Evening = Logs.Evening;

    private FakeServices _services = null!;
    private ImportFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        _folder = new ImportFolder(_services.Address, _services.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _services.DisposeAsync();
    }

    public static TheoryData<string, byte[]> NoLogs => new()
    {
        { "bad.log is binary, not text. Nothing was imported.", [.. Enumerable.Range(0, 4000).Select(value => (byte)(value * 7919 >> 3))] },
        {
            "bad.log has no client addresses: the client is no IP address on any line that is otherwise as it should be, as line 1 of the format combined. Log the client's address " +
                "(%a in Apache httpd, $remote_addr in nginx, c-ip in IIS, %DOWNSTREAM_REMOTE_ADDRESS% in Envoy), not its host name; or name the field it is in with --client. Nothing was imported.",
            Logs.Bytes([Logs.Combined(Evening, "host.example.net")])
        },
        { "bad.log is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8. Nothing was imported.", Encoding.Unicode.GetBytes(Logs.Combined(Evening)) },
    };

    [Theory]
    [MemberData(nameof(NoLogs))]
    public async Task Import_WhatIsNoLog_ImportsNothingAndSaysWhatItIs(string message, byte[] bytes)
    {
        var good = _folder.Write("good.log", Lines(0, 10));

        var (code, _, error) = await _folder.ImportAsync(good, _folder.Write("bad.log", bytes));

        Assert.Equal((2, message + Environment.NewLine), (code, error));
        Assert.Empty(_services.Records);
    }

    [Fact]
    public async Task Import_FileThatIsNone_SaysWhy()
    {
        Assert.Equal((2, "", "no.log does not exist. Nothing was imported." + Environment.NewLine), await _folder.ImportAsync(_folder.PathOf("no.log")));
        Directory.CreateDirectory(_folder.PathOf("logs"));
        Assert.Equal((2, "", "logs is a directory; name the files in it. Nothing was imported." + Environment.NewLine), await _folder.ImportAsync(_folder.PathOf("logs")));
    }

    [Fact]
    public async Task Import_LineThatIsTooLate_IsLeftOutAndTold()
    {
        string[] lines = [.. Lines(0, 3000), Logs.Combined(Evening.AddSeconds(2000)), .. Lines(3000, 3010)];

        var (code, output, error) = await _folder.ImportAsync(_folder.Write("access.log", lines));

        Assert.Equal(0, code);
        Assert.Contains("access.log: 1 lines were left out: 1 older by more than the 10 minutes allowed (--max-disorder)", error, StringComparison.Ordinal);
        Assert.Contains("line 3001 is of 2016-11-09T04:33:20Z, line 3000 of 2016-11-09T04:49:59Z", error, StringComparison.Ordinal);
        Assert.Contains("1 left out.", output, StringComparison.Ordinal);
        Assert.Equal(3010UL, _services.Requests);
    }

    [Fact]
    public async Task Import_MoreLinesLeftOutThanRead_IsIncomplete()
    {
        string[] lines = [Logs.Combined(Evening.AddHours(3)), .. Lines(0, 10)];

        Assert.Equal(1, (await _folder.ImportAsync(_folder.Write("access.log", lines))).Code);
        Assert.Equal(1UL, _services.Requests);
    }

    [Fact]
    public async Task Import_StrictAndALateLine_EndsThere()
    {
        string[] lines = [.. Lines(0, 3000), Logs.Combined(Evening.AddSeconds(2000))];

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", lines), "--strict");

        Assert.Equal(2, code);
        Assert.StartsWith("access.log has a line that is to be left out: line 3001 is of ", error, StringComparison.Ordinal);
        Assert.Equal((0, 3000UL), ((await _folder.ImportAsync(_folder.Write("access.log", lines[..3000]))).Code, _services.Requests));
    }

    [Fact]
    public async Task Import_NoRequestAtAll_Fails()
    {
        var handshakes = Enumerable.Range(0, 5).Select(second =>
            Logs.Combined(Evening.AddSeconds(second)).Replace("GET /en HTTP/1.1", @"\x16\x03\x01", StringComparison.Ordinal));

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", handshakes), _folder.Write("empty.log", ""u8.ToArray()));

        Assert.Equal(2, code);
        Assert.Contains("empty.log is empty, and is left out.", error, StringComparison.Ordinal);
        Assert.EndsWith("No request was read, and nothing was imported." + Environment.NewLine, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_MoreDisorderAllowed_TakesIt()
    {
        string[] lines = [.. Lines(0, 3000), Logs.Combined(Evening.AddSeconds(2000))];

        var (code, _, _) = await _folder.ImportAsync(_folder.Write("access.log", lines), "--max-disorder", "20");

        Assert.Equal((0, 3001UL), (code, _services.Requests));
    }

    [Fact]
    public async Task Import_TimeInTheFuture_IsLeftOutAndTold()
    {
        var future = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", [.. Lines(0, 5), Logs.Combined(future), .. Lines(5, 9)]));

        Assert.Equal(0, code);
        Assert.Contains("line 6 is of 2999-01-01T00:00:00Z, which is in the future", error, StringComparison.Ordinal);
        Assert.Equal(9UL, _services.Requests);
    }

    [Fact]
    public async Task Import_GzipThatIsCutOff_StopsAndSaysWhatIsRecorded()
    {
        var packed = Logs.Gzip(Logs.Bytes(Lines(0, 30_000)));
        await _folder.ImportAsync(_folder.Write("before.log", [Logs.Combined(Evening, "2.2.2.2")]));
        var before = _services.Requests;

        var (code, _, error) = await _folder.ImportAsync(
            _folder.Write("small.log", [Logs.Combined(Evening, "2.2.2.3")]), _folder.Write("access.log.gz", packed[..^100]));

        Assert.Equal(2, code);
        Assert.StartsWith("access.log.gz is a gzip file that is cut off or damaged. Recorded of it: ", error, StringComparison.Ordinal);
        Assert.EndsWith(" Importing it again counts nothing twice. The log before it is imported." + Environment.NewLine, error, StringComparison.Ordinal);
        Assert.True(_services.Requests > before + 10_000);
    }

    [Fact]
    public async Task Import_Cancelled_SaysWhatIsRecorded()
    {
        using var cancel = new CancellationTokenSource();
        using var error = new StringWriter();
        using var input = new Unfinished(Logs.Bytes(Lines(0, 20_000)));
        var running = SimulatorCommandLine.RunAsync(
            ["import", "-", "--counter", _services.Address.ToString(), "--geo", _services.Address.ToString(), "--key-file", _folder.KeyFile],
            input, TextWriter.Null, error, cancel.Token);
        await Eventually.TrueAsync(() => _services.Requests > 1000, () => "Nothing was recorded.");

        await cancel.CancelAsync();

        Assert.Equal(130, await running);
        Assert.StartsWith("standard input: Recorded of it: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Strict_EndsWithTheFirstBadLine()
    {
        string[] lines = [.. Lines(0, 1200), "nonsense", .. Lines(1200, 1300), "more nonsense"];

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", lines), "--strict");

        Assert.Equal(2, code);
        Assert.Equal(
            "access.log has a bad line 1201, column 1: there are no fields: nonsense. "
                + "Recorded of it: 580 requests, all before 2016-11-09T04:09:40Z. Importing it again counts nothing twice." + Environment.NewLine,
            error);
    }

    [Fact]
    public async Task Import_LogNamedTwice_ImportsNothing()
    {
        var log = _folder.Write("access.log", Lines(0, 10));
        var copy = _folder.Write("copy.log.gz", Logs.Gzip(Logs.Bytes(Lines(0, 12))));

        var (code, _, error) = await _folder.ImportAsync(log, copy);

        Assert.Equal(2, code);
        Assert.Equal(
            "copy.log.gz begins with the same page view as access.log. If they are one log, name it once; if they are of two servers, import them "
                + "apart, each with its --source. Nothing was imported." + Environment.NewLine,
            error.Replace(Path.GetDirectoryName(log)! + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Assert.Empty(_services.Records);
    }

    [Fact]
    public async Task Import_CounterThatRefuses_SaysWhyAndExitsWith3()
    {
        _services.Answer = StatusCode.InvalidArgument;

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", Lines(0, 10)));

        Assert.Equal(3, code);
        Assert.Equal(
            $"The counter ({_services.Address}) refused: InvalidArgument, bucket_start: refused by the test. Nothing of it was recorded." + Environment.NewLine,
            error);
    }

    [Theory]
    [InlineData("--log-format: the format string has no time ($time_local, $time_iso8601 or $msec; %t in Apache httpd).", "--log-format", "$remote_addr $request $status")]
    [InlineData("--log-format: the format string has two fields side by side, %D and request, and lines don't say where the first ends.", "--log-format", "%h %t %D%r %>s")]
    [InlineData("--trusted-proxy: '10.0.0.1/8' is no address, and no network in CIDR form without host bits, for example 10.0.0.0/8.", "--trusted-proxy", "10.0.0.1/8")]
    [InlineData("--trusted-proxy: '::/0': trusting everybody lets each visitor choose an address.", "--trusted-proxy", "::/0")]
    [InlineData("--time-zone: 'Ottawa' is no zone of the tz database, for example America/Toronto.", "--time-zone", "Ottawa")]
    [InlineData("--outcome: '429' is no status from 100 to 599 with one of served, origin_error, timeout, unreachable, shed, waiting, client_gone, for example 429=served.", "--outcome", "429")]
    [InlineData("--source: 'web 1' is not 1 to 20 characters of [A-Za-z0-9._-].", "--source", "web 1")]
    [InlineData("--source: 'a-name-that-is-too-long' is not 1 to 20 characters of [A-Za-z0-9._-].", "--source", "a-name-that-is-too-long")]
    [InlineData("--max-disorder: '-1' is not a number of minutes from 0.", "--max-disorder", "-1")]
    [InlineData("--counter: 'x' is no http or https address, for example http://127.0.0.1:8084.", "--counter", "x")]
    public async Task Import_BadArgument_IsOneLine(string message, params string[] arguments)
    {
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["import", "access.log", .. arguments], TextWriter.Null, error, TestContext.Current.CancellationToken);

        Assert.Equal((2, message + Environment.NewLine), (code, error.ToString()));
    }

    [Fact]
    public async Task Import_NoLog_IsOneLine()
    {
        using var error = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["import"], TextWriter.Null, error, TestContext.Current.CancellationToken);

        Assert.Equal((2, 1), (code, error.ToString().Trim().Split('\n').Length));
    }

    [Fact]
    public async Task Import_CounterThatIsNotThere_IsNamed()
    {
        using var nobody = new ImportFolder(new Uri("http://127.0.0.1:1"), _services.Address);

        var (code, _, error) = await nobody.ImportAsync(nobody.Write("access.log", Lines(0, 10)));

        Assert.Equal(2, code);
        Assert.StartsWith("--counter: http://127.0.0.1:1/ can't be reached: ", error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(int from, int to) =>
        Enumerable.Range(from, to - from).Select(index => Logs.Combined(Evening.AddSeconds(index), $"1.0.{index / 250 % 250}.{index % 250}"));

    /// <summary>A pipe whose writer is still there.</summary>
    private sealed class Unfinished(byte[] beginning) : MemoryStream(beginning)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span);
            if (read == 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return read;
        }
    }
}
