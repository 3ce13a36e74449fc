using Affluence.Counter.V1;
using Affluence.Hits;
using Affluence.Simulator.Import;
using Affluence.Simulator.Recording;
using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;

namespace Affluence.Simulator.Tests.Import;

/// <summary>What reaches the counter of what stands in a log.</summary>
[Trait("Category", "Integration")]
public sealed class ImportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Evening = Logs.Evening;

    /// <summary>With these services the identity day begins at 04:00 UTC, when the evening does: half an hour goes under the day before too.</summary>
    private static readonly uint Today = (uint)(Evening - DateTimeOffset.UnixEpoch).Days;

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

    [Fact]
    public async Task Import_Log_IsRecordedAsTheGatewayWouldHave()
    {
        var log = _folder.Write("access.log",
        [
            Logs.Combined(Evening, "1.2.3.4"),
            Logs.Combined(Evening, "1.2.3.4", "/style.css"),
            Logs.Combined(Evening, "1.2.3.4", "/fr"),
            Logs.Combined(Evening, "1.2.3.4", userAgent: "another"),
            Logs.Combined(Evening.AddSeconds(1), "3.0.0.1", status: 503),
            Logs.Combined(Evening.AddSeconds(2), "3.0.0.1", status: 302),
            Logs.Combined(Evening.AddSeconds(9), "2.0.0.1", userAgent: "Googlebot/2.1"),
            Logs.Combined(Evening.AddSeconds(10), "3.0.0.1", "/health"),
            Logs.Combined(Evening.AddSeconds(11), "3.0.0.1", "/"),
        ]);

        var (code, output, error) = await _folder.ImportAsync(log);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(
            "access.log (combined): 9 lines, 9 requests from 2016-11-09T04:00:00Z to 2016-11-09T04:00:20Z, 5 page views, 1 requests of bots, 3 distinct addresses; 0 lines of no request, 0 bad lines, 0 left out.",
            output,
            StringComparison.Ordinal);
        Assert.Equal(["AU", "AU", "US"], _services.Served(Today).Select(visitor => visitor.Country).Order());
        Assert.Equal((9UL, 4UL, 1UL), (_services.Requests, _services.ServedPageViews, _services.Bots));
        var refused = Assert.Single(_services.Records.Where(record => record.IdentityEpoch == Today).SelectMany(record => record.Countries).SelectMany(country => country.RefusedPageViews));
        Assert.Equal((RefusalCause.Shed, 1UL, 1), (refused.Cause, refused.Count, refused.Visitors.Count));
        Assert.Equal(["2016-11-09T04:00:00Z", "2016-11-09T04:00:10Z"], Buckets());
    }

    [Fact]
    public async Task Import_Visitor_HasThePseudonymThatAHitOfTheGatewayHas()
    {
        await _folder.ImportAsync(_folder.Write("access.log", [Logs.Combined(Evening, "3.2.3.4", userAgent: @"\x22caf\xC3\xA9\x22")]));
        var imported = _services.Served();
        _services.Forget();

        // As the gateway reads the header: a byte is a character.
        await using var recorder = new HitRecorder(
            new RecordingSettings
            {
                Counter = _services.Address,
                Geo = _services.Address,
                WriterId = "gateway",
                Keys = MasterKeyFile.ReadOrMake(_folder.KeyFile),
            },
            TimeProvider.System);
        await recorder.RecordAsync(
            [new Hit(Bucket.Of(Evening), HitKind.PageView, HitOutcome.Served, NetworkAddress.FromIPv4(0x03020304), "\"caf\u00c3\u00a9\"", default)],
            TestContext.Current.CancellationToken);
        await recorder.CompleteAsync(TestContext.Current.CancellationToken);

        Assert.Equal(_services.Served(), imported);
        Assert.Equal(2, imported.Count);
    }

    [Fact]
    public async Task Import_OtherProbePaths_AreThoseGiven()
    {
        var log = _folder.Write("access.log", [Logs.Combined(Evening), Logs.Combined(Evening, path: "/health"), Logs.Combined(Evening, path: "/check")]);

        await _folder.ImportAsync(log, "--probe-path", "/check");

        Assert.Equal((3UL, 2UL), (_services.Requests, _services.ServedPageViews));
    }

    [Fact]
    public async Task Import_Again_ChangesNothing()
    {
        var log = _folder.Write("access.log", Crowd(0, 500));
        await _folder.ImportAsync(log);
        var (served, requests, first) = (_services.Served(), _services.Requests, _services.Records.Count);

        await _folder.ImportAsync(log);

        Assert.Equal(2 * first, _services.Records.Count);
        Assert.Equal(served, _services.Served());
        Assert.Equal((requests, 500UL), (_services.Requests, requests));
    }

    [Fact]
    public async Task Import_LogThatGrewAndWasRotatedAndPacked_CountsEachLineOnce()
    {
        await _folder.ImportAsync(_folder.Write("access.log", Crowd(0, 333)));
        await _folder.ImportAsync(_folder.Write("access.log", Crowd(0, 500)));
        await _folder.ImportAsync(_folder.Write("access.log.1.gz", Logs.Gzip(Logs.Bytes(Crowd(0, 500), "\r\n"))));
        await _folder.ImportAsync(_folder.Write("access.log", Crowd(500, 700)));

        Assert.Equal(700UL, _services.Requests);
        Assert.Equal(2, Writers().Count);
    }

    [Fact]
    public async Task Import_LogsOfTwoServers_AddUpTheirPageViewsAndShareTheirVisitors()
    {
        string[] first = [.. Crowd(0, 300)], second = [.. Crowd(1, 301)];

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("web1.log", first), _folder.Write("web2.log", second));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(600UL, _services.Requests);
        Assert.Equal(301, _services.Served(Today).Select(visitor => visitor.Visitor).Distinct().Count());
    }

    [Fact]
    public async Task Import_LogsThatBeginAlike_AreToldApartBySource()
    {
        var log = _folder.Write("access.log", Crowd(0, 100));

        await _folder.ImportAsync(log, "--source", "web1");
        await _folder.ImportAsync(log, "--source", "web2");

        Assert.Equal(200UL, _services.Requests);
        Assert.Equal(["log-web1", "log-web2"], Writers().Select(writer => writer[..8]).Order());
    }

    [Fact]
    public async Task Import_LinesOutOfOrderWithinWhatIsAllowed_CountAsInOrder()
    {
        string[] lines = [.. Crowd(0, 900)];
        await _folder.ImportAsync(_folder.Write("ordered.log", lines));
        var (ordered, requests) = (_services.Served(), RequestsByBucket());

        // Each line is up to 5 minutes from its place; the first stays, for by it the log is known.
        var random = new Random(1);
        string[] shuffled = [lines[0], .. lines[1..].Index().OrderBy(line => line.Index + random.Next(300)).Select(line => line.Item)];
        var (code, _, _) = await _folder.ImportAsync(_folder.Write("shuffled.log", shuffled), "--source", "shuffled");

        Assert.Equal(0, code);
        Assert.Equal(ordered, _services.Served());
        Assert.Equal(requests.Select(count => 2 * count), RequestsByBucket());
    }

    [Fact]
    public async Task Import_HalfHourAfterARotation_GoesUnderBothIdentities()
    {
        var rotation = Evening;

        await _folder.ImportAsync(_folder.Write("access.log",
        [
            Logs.Combined(rotation.AddSeconds(-10), "1.0.0.1"),
            Logs.Combined(rotation, "2.0.0.1"),
            Logs.Combined(rotation.AddSeconds(-5), "1.0.0.2"),
            Logs.Combined(rotation.AddMinutes(30), "3.0.0.1"),
        ]));

        Assert.Equal(["AU", "AU", "FR"], _services.Served(Today - 1).Select(visitor => visitor.Country).Order());
        Assert.Equal(["FR", "US"], _services.Served(Today).Select(visitor => visitor.Country).Order());
        Assert.Equal(4UL, _services.Requests);
    }

    [Fact]
    public async Task Import_SilenceOfAnHour_IsRecordedAsNobody()
    {
        await _folder.ImportAsync(_folder.Write("access.log", [Logs.Combined(Evening), Logs.Combined(Evening.AddHours(1))]));

        Assert.Equal(361, Buckets().Count);
    }

    [Fact]
    public async Task Import_LongerSilence_IsNotRecorded()
    {
        await _folder.ImportAsync(_folder.Write("access.log", [Logs.Combined(Evening), Logs.Combined(Evening.AddSeconds(3610))]));

        Assert.Equal(["2016-11-09T04:00:00Z", "2016-11-09T05:00:10Z"], Buckets());
    }

    [Fact]
    public async Task Import_StandardInput_IsReadPlainOrPacked()
    {
        using var plain = new MemoryStream(Logs.Bytes(Crowd(0, 50)));
        using var packed = new MemoryStream(Logs.Gzip(Logs.Bytes(Crowd(0, 60))));

        Assert.Equal(0, (await _folder.ImportAsync(plain, "-")).Code);
        Assert.Equal(0, (await _folder.ImportAsync(packed, "-", "--format", "combined")).Code);

        Assert.Equal(60UL, _services.Requests);
    }

    [Fact]
    public async Task Import_BadLines_AreCountedAndShownWithoutAddresses()
    {
        string[] lines = [.. Enumerable.Range(0, 7).Select(index => $"198.51.100.{index} nonsense from 198.51.100.{index}"), .. Crowd(0, 20)];

        var (code, output, error) = await _folder.ImportAsync(_folder.Write("access.log", lines));

        Assert.Equal(0, code);
        Assert.Contains("20 requests", output, StringComparison.Ordinal);
        Assert.Contains("7 bad lines", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "access.log: 7 lines could not be read and are not counted, the first 5 of them:",
                .. Enumerable.Range(1, 5).Select(line =>
                    $"  line {line}, column 14: there is no time as [08/Nov/2016:23:00:00 -0500] before a quote: nonsense from <address>"),
            ],
            error.Split(Environment.NewLine)[..6]);
    }

    [Fact]
    public async Task Import_LogWithoutUserAgents_SaysSo()
    {
        var (code, output, error) = await _folder.ImportAsync(_folder.Write("access.log",
        [
            """1.2.3.4 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120""",
        ]));

        Assert.Equal(0, code);
        Assert.StartsWith("access.log (common): 1 lines, 1 requests", output, StringComparison.Ordinal);
        Assert.StartsWith("access.log: tells no user agents: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_LogOfAProxysAddresses_AsksWhoseTheyAre()
    {
        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", [Logs.Combined(Evening, "10.0.0.1"), Logs.Combined(Evening, "10.0.0.2")]));

        Assert.Equal(0, code);
        Assert.StartsWith("access.log: 100 % of the page views are from addresses that are in no country, as those of internal networks and of examples are.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NothingItSaysOrKeeps_HoldsAnAddress()
    {
        var (_, output, error) = await _folder.ImportAsync(
            _folder.Write("access.log", ["nonsense of 203.0.113.77", Logs.Combined(Evening, "203.0.113.77", userAgent: "canary")]));

        Assert.DoesNotContain("203.0.113.77", output + error, StringComparison.Ordinal);
        Assert.All(_services.Records, record => Assert.DoesNotContain("canary", record.ToString(), StringComparison.Ordinal));
        Assert.Equal([_folder.KeyFile, _folder.KeyFile + ".imports"], Directory.EnumerateFiles(_folder.PathOf("keys")).Order());
        Assert.DoesNotContain("203.0.113.77", File.ReadAllText(_folder.KeyFile + ".imports"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imports_List_ShowsEachLogOnceByItsName()
    {
        var log = _folder.Write("access.log", Crowd(0, 500));
        await _folder.ImportAsync(log);
        await _folder.ImportAsync(log);
        await _folder.ImportAsync(log, "--name", "september", "--source", "web2");
        using var output = new StringWriter();

        var code = await SimulatorCommandLine.RunAsync(["imports", "list", "--key-file", _folder.KeyFile], output, TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        var rows = output.ToString().Split('\n').Where(row => row.Contains("2016-11-09T04:00:00Z", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains("access.log", rows[0], StringComparison.Ordinal);
        Assert.Contains("september", rows[1], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Contains("500", row, StringComparison.Ordinal));
    }

    /// <summary>One line a second, each of another visitor; a third of them reads from one place.</summary>
    private static IEnumerable<string> Crowd(int from, int to) => Enumerable.Range(from, to - from)
        .Select(index => Logs.Combined(Evening.AddSeconds(index), $"{1 + (index % 3)}.0.{index / 250}.{index % 250}"));

    private List<string> Buckets() => [.. _services.Records.Select(record => Bucket.Of(record.BucketStart.ToDateTimeOffset()).ToString()).Distinct().Order()];

    private List<string> Writers() => [.. _services.Records.Select(record => record.WriterId).Distinct()];

    private List<long> RequestsByBucket() =>
    [
        .. _services.Records
            .GroupBy(record => record.BucketStart)
            .OrderBy(bucket => bucket.Key.Seconds)
            .Select(bucket => bucket
                .SelectMany(record => record.Countries.Select(country => (record.WriterId, country.CountryCode, country.Requests)))
                .Distinct()
                .Sum(country => (long)country.Requests)),
    ];
}
