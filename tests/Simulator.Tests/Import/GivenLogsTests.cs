using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;

namespace Affluence.Simulator.Tests.Import;

/// <summary>Small logs after public reports of people who counted visitors from logs and were wrong. Each has a right outcome: figures, or a word why not.</summary>
public sealed class GivenLogsTests : IAsyncLifetime
{
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

    [Theory]
    [InlineData("04-nginx-main-xff-last.log", 2, 6, "x_forwarded_for holds addresses too, and others than field 1, which was read.")]
    [InlineData("06-long-line.log.gz", 6, 6, "1 lines could not be read")]
    [InlineData("07-nul-100k-front.log.gz", 6, 6, "it begins with NULs")]
    [InlineData("09-json-request-is-path.json", 6, 6, "")]
    [InlineData("12-once-readable.log.gz", 6, 6, "")]
    [InlineData("14-monitors.log", 0, 10, "has no page views at all")]
    [InlineData("17-long-download.log", 6, 6, "1 lines were left out")]
    [InlineData("19-vhost-common.log", 6, 6, "tells no user agents")]
    [InlineData("20-address-in-brackets.log", 1, 6, "its 6 IPv6 addresses lie in 1 networks (/64), and each of these counts as one subscriber")]
    [InlineData("20-quoted-address.log", 6, 6, "")]
    [InlineData("20-syslog-prefix.log", 6, 6, "")]
    [InlineData("21-iso-time.log", 6, 6, "")]
    [InlineData("22-caddy.json", 6, 6, "")]
    [InlineData("24-anonymised.log", 2, 6, "its addresses end in zeros")]
    public async Task Import_GivenLog_IsReadOrDoubted(string name, int visitors, int requests, string doubt)
    {
        var (code, _, error) = await _folder.ImportAsync(Given(name));

        Assert.Contains(doubt, error, StringComparison.Ordinal);
        Assert.Equal((0, visitors, (ulong)requests), (code, _services.Served().Count, _services.Requests));
    }

    [Theory]
    [InlineData("01-xff-first-two-addresses.log", "several addresses stand in the client's place: say with --trusted-proxy")]
    [InlineData("03-xff-then-host.log", "several addresses stand in the client's place: say with --trusted-proxy")]
    [InlineData("23-quoted-host-before-referrer.log", "is not guessed: say it, for example --log-format '$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$field_8\" \"$http_referer\" \"$http_user_agent\"'")]
    public async Task Import_GivenLogThatMayBeMeantInSeveralWays_IsRefusedWithWhatToSay(string name, string what)
    {
        var (code, _, error) = await _folder.ImportAsync(Given(name));

        Assert.Equal(2, code);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Empty(_services.Records);
    }

    [Theory]
    [InlineData("01-xff-first-two-addresses.log", 6, "--trusted-proxy", "104.16.0.0/13")]
    [InlineData("01-xff-first-two-addresses.log", 2, "--trusted-proxy", "none")]
    [InlineData("03-xff-then-host.log", 6, "--trusted-proxy", "104.16.9.1", "--trusted-proxy", "104.16.9.2")]
    [InlineData("04-nginx-main-xff-last.log", 6, "--trusted-proxy", "104.16.0.0/13")]
    [InlineData("04-nginx-main-xff-last.log", 6, "--client", "$http_x_forwarded_for")]
    [InlineData("04-nginx-main-xff-last.log", 6, "--client", "10")]
    [InlineData("04-nginx-main-xff-last.log", 6, "--client", "X-Forwarded-For", "--log-format", """%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" "%{X-Forwarded-For}i" """)]
    [InlineData("23-quoted-host-before-referrer.log", 0, "--log-format", """$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$host" "$http_referer" "$http_user_agent" """)]
    public async Task Import_GivenLogOfWhichItIsSaidHowItIsMeant_IsReadSo(string name, int visitors, params string[] options)
    {
        var (code, _, error) = await _folder.ImportAsync([Given(name), .. options.Select(option => option.Trim())]);

        Assert.True(code == 0, error);
        Assert.DoesNotContain("holds addresses too", error, StringComparison.Ordinal);
        Assert.Equal((visitors, 6UL), (_services.Served().Count, _services.Requests));
    }

    [Theory]
    [InlineData("11-empty.log")]
    [InlineData("11-empty.log.gz")]
    [InlineData("11-iis-header-only.log")]
    public async Task Import_EmptyLogBesideAGoodOne_IsLeftOut(string empty)
    {
        var (code, _, error) = await _folder.ImportAsync(Given("11-good.log"), Given(empty));

        Assert.Contains($"{empty} is empty, and is left out.", error, StringComparison.Ordinal);
        Assert.Equal((0, 6), (code, _services.Served().Count));
        Assert.Equal(2, (await _folder.ImportAsync(Given(empty))).Code);
    }

    [Fact]
    public async Task Import_PipeThatCanBeReadOnce_IsReadWhole()
    {
        Assert.SkipUnless(Tools.Has("mkfifo"), "mkfifo is not installed.");

        // More than is looked at in the beginning.
        var lines = Enumerable.Range(0, 12_000).Select(index => Logs.Combined(Logs.Evening.AddSeconds(index / 10), $"1.0.{index / 250}.{index % 250}")).ToArray();
        var pipe = _folder.PathOf("pipe");
        using var made = System.Diagnostics.Process.Start("mkfifo", pipe);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        var packed = _folder.Write("packed.gz", Logs.Gzip(Logs.Bytes(lines)));
        using var writing = System.Diagnostics.Process.Start("sh", ["-c", $"cat '{packed}' > '{pipe}'"]);

        var (code, _, _) = await _folder.ImportAsync(pipe);
        await writing.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 12_000UL), (code, _services.Requests));
        await _folder.ImportAsync(_folder.Write("access.log", lines));
        Assert.Equal(12_000UL, _services.Requests);
    }

    [Fact]
    public async Task Import_PlainTextBehindGzip_IsToldAndIncomplete()
    {
        var (code, _, error) = await _folder.ImportAsync(Given("13-gzip-then-plain.log.gz"));

        Assert.Equal((1, 3), (code, _services.Served().Count));
        Assert.Contains("trailing bytes behind what is packed are not packed, and were not read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_TooManyRequests_IsTurnedAwayUnlessTheSiteMeansSomethingElse()
    {
        await _folder.ImportAsync(Given("16-429.log"));
        Assert.Equal((1, 3), (_services.Served().Count, Refused()));
        _services.Forget();

        await _folder.ImportAsync(Given("16-429.log"), "--outcome", "429=served", "--source", "again");
        Assert.Equal((3, 1), (_services.Served().Count, Refused()));
    }

    [Fact]
    public async Task Import_LogThatGrewItsFirstPageView_CountsEachLineOnce()
    {
        await _folder.ImportAsync(Given("18-grows-a.log"));
        Assert.Equal((6UL, 3UL), (_services.Requests, _services.Bots));

        await _folder.ImportAsync(Given("18-grows-b.log"));
        await _folder.ImportAsync(Given("18-grows-b.log"));

        Assert.Equal((10UL, 3UL, 4), (_services.Requests, _services.Bots, _services.Served().Count));
    }

    /// <summary>However a log grows, and wherever in it the first page view stands.</summary>
    [Fact]
    public async Task Import_LogInAnySteps_CountsEachLineOnce()
    {
        var random = new Random(17);
        for (var round = 0; round < 6; round++)
        {
            _services.Forget();
            var firstPage = random.Next(0, 12_000);
            string[] lines =
            [
                .. Enumerable.Range(0, 12_000).Select(index => Logs.Combined(
                    Logs.Evening.AddSeconds(index / 20), $"1.0.{index / 250}.{index % 250}", index < firstPage || index % 3 > 0 ? $"/{round}/part.css" : "/en")),
            ];
            foreach (var length in new[] { random.Next(1, 6_000), random.Next(6_000, 12_000), 12_000 })
            {
                await _folder.ImportAsync(_folder.Write("access.log", lines[..length]));
            }

            Assert.Equal(12_000UL, _services.Requests);
        }
    }

    [Fact]
    public async Task Import_DryRun_TellsAllAndRecordsNothing()
    {
        var (code, output, error) = await _folder.ImportAsync(Given("04-nginx-main-xff-last.log"), "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("6 requests from 2026-09-04T12:00:00Z to 2026-09-04T12:00:10Z, 6 page views, 0 requests of bots, 2 distinct addresses", output, StringComparison.Ordinal);
        Assert.Contains("nothing was recorded (--dry-run)", output, StringComparison.Ordinal);
        Assert.Contains("x_forwarded_for holds addresses too", error, StringComparison.Ordinal);
        Assert.Empty(_services.Records);
    }

    [Fact]
    public async Task Import_FewAddressesAndManyUserAgents_IsDoubted()
    {
        var lines = Enumerable.Range(0, 60).Select(index => Logs.Combined(Logs.Evening.AddSeconds(index), $"1.0.0.{index % 2}", userAgent: $"Mozilla/5.0 (browser {index % 12})"));

        var (code, _, error) = await _folder.ImportAsync(_folder.Write("access.log", lines));

        Assert.Equal(0, code);
        Assert.Contains("nearly all page views are from few of its 2 addresses, though by 12 user agents", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_FormatsOfAServersConfiguration_AreThose()
    {
        var nginx = _folder.Write("nginx.conf", System.Text.Encoding.ASCII.GetBytes("""
            http {
                # log_format main '$nothing';
                log_format  short  '$status';
                log_format  proxied  escape=default
                    '$http_x_forwarded_for $remote_user [$time_local] '
                    '"$request" $status "$http_user_agent" \'$host\'';
            }
            """));
        var apache = _folder.Write("httpd.conf", System.Text.Encoding.ASCII.GetBytes("""
            LogFormat "%{X-Forwarded-For}i %u [%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t] \"%m %U%q\" %>s \"%{User-Agent}i\"" proxied
            CustomLog logs/access_log proxied
            """));
        var one = _folder.Write("one.log", ["""203.0.113.7, 10.0.0.1 - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 "Mozilla/5.0 (X11)" 'example.org'"""]);
        var two = _folder.Write("two.log", ["""203.0.113.7 - [2016-11-08 23:00:00.123 -0500] "GET /en?x=1" 200 "Mozilla/5.0 (X11)" """.Trim()]);

        var first = await _folder.ImportAsync(one, "--log-config", nginx, "--trusted-proxy", "10.0.0.0/8");
        var second = await _folder.ImportAsync(two, "--log-config", apache, "--log-format", "proxied");
        var third = await _folder.ImportAsync(two, "--log-config", apache, "--log-format", "main");

        Assert.True(first.Code == 0 && second.Code == 0, first.Error + second.Error);
        Assert.Equal((2UL, 2UL), (_services.Requests, _services.ServedPageViews));
        Assert.Single(_services.Served((uint)(Logs.Evening - DateTimeOffset.UnixEpoch).Days));
        Assert.StartsWith("--log-format: httpd.conf has no format 'main', but proxied.", third.Error, StringComparison.Ordinal);
    }

    private static string Given(string name) => Path.Combine(AppContext.BaseDirectory, "Import", "GivenLogs", name);

    private int Refused() => _services.Records
        .SelectMany(record => record.Countries)
        .SelectMany(country => country.RefusedPageViews)
        .SelectMany(refused => refused.Visitors)
        .Distinct()
        .Count();
}
