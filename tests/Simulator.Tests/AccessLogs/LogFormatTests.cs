using System.Globalization;
using System.Text;
using System.Text.Json;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>Lines as servers, proxies and clouds write them are recognised, and read to the same request.</summary>
public sealed class LogFormatTests
{
    private static readonly int[] Places = [0, 1, 2, 3, 4, 5];

    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36";

    private static readonly ReadingRules Rules = ParsedLine.Rules with { Zone = DateTimeZone.Utc };

    public static IReadOnlyDictionary<string, string> Examples { get; } = new Dictionary<string, string>
    {
        ["combined"] = $"""203.0.113.7 - - [21/Sep/2026:12:00:00 +0000] "GET /en/apply HTTP/1.1" 200 512 "-" "{Browser}" """,
        ["nginx-main"] = $"""203.0.113.7 - - [21/Sep/2026:12:00:00 +0000] "GET /en/apply HTTP/1.1" 200 512 "-" "{Browser}" "-" """,
        ["vhost-combined"] = $"""www.example.org:443 203.0.113.7 - - [21/Sep/2026:12:00:00 +0000] "GET /en/apply HTTP/1.1" 200 512 "-" "{Browser}" """,
        ["aws-alb"] = $"""https 2026-09-21T12:00:00.186641Z app/web/50dc6c495c0c9188 203.0.113.7:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.org:443/en/apply HTTP/1.1" "{Browser}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x "Root=1-58337281" "www.example.org" "-" 1 2026-09-21T12:00:00.000000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_x""",
        ["aws-elb"] = $"""2026-09-21T12:00:00.945958Z web 203.0.113.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.org:80/en/apply HTTP/1.1" "{Browser}" - -""",
        ["s3"] = $"""79a59df900b949e55d96a1e698fbaced bucket [21/Sep/2026:12:00:00 +0000] 203.0.113.7 - 3E57427F3EXAMPLE WEBSITE.GET.OBJECT en/apply "GET /en/apply HTTP/1.1" 200 - 113 113 7 6 "-" "{Browser}" - s9lzHYrFp76 - - - www.example.org -""",
        ["envoy"] = $"""[2026-09-21T12:00:00.310Z] "GET /en/apply HTTP/2" 200 - 154 0 226 100 "203.0.113.7" "{Browser}" "cc21d9b0" "www.example.org" "10.0.2.1:80" """,
        ["istio"] = $"""[2026-09-21T12:00:00.310Z] "GET /en/apply HTTP/1.1" 200 - via_upstream - "-" 0 5 1 0 "203.0.113.7" "{Browser}" "cc21d9b0" "www.example.org" "10.0.2.1:80" inbound|80|| 127.0.0.6:1 10.0.2.1:80 10.0.2.9:0 - default""",
        ["haproxy in syslog"] = """Sep 21 12:00:00 lb haproxy[14389]: 203.0.113.7:33317 [21/Sep/2026:12:00:00.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {www.example.org} {} "GET /en/apply HTTP/1.1" """,
        ["nginx-proxy-manager"] = $"""[21/Sep/2026:12:00:00 +0000] - 200 200 - GET https www.example.org "/en/apply" [Client 203.0.113.7] [Length 512] [Gzip -] [Sent-to 10.0.0.2] "{Browser}" "-" """,
        ["nginx-proxy-manager-standard"] = $"""[21/Sep/2026:12:00:00 +0000] 200 - GET https www.example.org "/en/apply" [Client 203.0.113.7] [Length 512] [Gzip -] "{Browser}" "-" """,
        ["json"] = $$$"""{"level":"info","ts":1789992000.25,"logger":"http.log.access","request":{"remote_ip":"203.0.113.7","client_ip":"203.0.113.7","method":"GET","uri":"/en/apply","headers":{"User-Agent":["{{{Browser}}}"]}},"status":200}""",
        ["json (traefik)"] = $$"""{"ClientAddr":"203.0.113.7:1234","ClientHost":"203.0.113.7","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/en/apply","StartUTC":"2026-09-21T12:00:00.5Z","request_User-Agent":"{{Browser}}","time":"2026-09-21T12:00:01Z"}""",
        ["json (gcp)"] = $$$"""{"httpRequest":{"requestMethod":"GET","requestUrl":"https://www.example.org/en/apply","status":200,"userAgent":"{{{Browser}}}","remoteIp":"203.0.113.7","serverIp":"10.0.0.3"},"timestamp":"2026-09-21T12:00:00.1Z"}""",
        ["json (azure)"] = $$$"""{"time":"2026-09-21T12:00:00.1Z","properties":{"httpMethod":"GET","requestUri":"https://www.example.org:443/en/apply","userAgent":"{{{Browser}}}","clientIp":"203.0.113.7","httpStatusCode":"200"}}""",
        ["json (cloudflare)"] = $$"""{"ClientIP":"203.0.113.7","ClientRequestMethod":"GET","ClientRequestURI":"/en/apply","EdgeStartTimestamp":"2026-09-21T12:00:00Z","EdgeResponseStatus":200,"ClientRequestUserAgent":"{{Browser}}"}""",
        ["json (elastic)"] = $$$"""{"@timestamp":"2026-09-21T12:00:00.1Z","source":{"ip":"203.0.113.7"},"http":{"request":{"method":"GET"},"response":{"status_code":200}},"url":{"path":"/en/apply"},"user_agent":{"original":"{{{Browser}}}"}}""",
        ["json (method and path alone)"] = $$"""{"time":"2026-09-21T12:00:00+0000","client_ip":"203.0.113.7","method":"GET","request":"/en/apply","status":200,"user_agent":"{{Browser}}"}""",
    };

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Open_LineOfAKnownKind_IsRecognisedAndRead(string name)
    {
        await using var log = await OpenAsync([Examples[name].TrimEnd()]);

        Assert.Equal(name.Split(" (")[0], log.Shape.ToString());
        await ExpectAsync(log, name.StartsWith("haproxy", StringComparison.Ordinal) ? "" : Browser);
    }

    [Fact]
    public async Task Open_Haproxy_NeedsAZone()
    {
        var failure = await Assert.ThrowsAsync<LogException>(() => AccessLog.OpenAsync(
            "-", new MemoryStream(Logs.Bytes([Examples["haproxy in syslog"].TrimEnd()])), ParsedLine.Reading, TestContext.Current.CancellationToken));

        Assert.Contains("--time-zone", failure.Message, StringComparison.Ordinal);
    }

    public static IReadOnlyDictionary<string, Func<string, string>> Envelopes { get; } = new Dictionary<string, Func<string, string>>
    {
        ["syslog"] = line => $"Sep 20 12:00:00 web1 nginx[7]: {line}",
        ["syslog of rsyslog"] = line => $"2026-09-20T12:00:00.123456+00:00 web1 nginx: {line}",
        ["syslog with its priority"] = line => $"<190>Sep  2 12:00:00 web1 nginx: {line}",
        ["syslog of RFC 5424"] = line => $"<190>1 2026-09-20T12:00:00Z web1 nginx 7 - - {line}",
        ["syslog of RFC 5424 with data"] = line => $"<190>1 2026-09-20T12:00:00Z web1 nginx 7 access [x@1 a=\"b\"] {line}",
        ["syslog of RFC 5424 over TCP"] = line => $"187 <190>1 2026-09-20T12:00:00Z 10.0.0.9 nginx - - [x@1 a=\"]\" b=\"c \\] d\"][y@2] {line}",
        ["syslog of RFC 5424 without a time"] = line => $"<190>1 - - - - - - {line}",
        ["compose in colours that end behind the space"] = line => $"\u001b[36mweb-1  | \u001b[0m{line}",
        ["swarm with times"] = line => $"2026-09-20T12:00:00.123456789Z web.1.q9z@node    | {line}",
        ["json-file of Splunk"] = line => JsonSerializer.Serialize(new { time = "1", @event = new { line } }),
        ["cri"] = line => $"2026-09-20T12:00:00.123456789Z stdout F {line}",
        ["compose"] = line => $"web-1  | {line}",
        ["compose in colours"] = line => $"\u001b[36mweb-1  |\u001b[0m {line}",
        ["kubectl"] = line => $"[pod/web-5d4/nginx] {line}",
        ["json-file"] = line => JsonSerializer.Serialize(new { log = line + "\n", stream = "stdout", time = "2026-09-20T12:00:00Z" }),
        ["json-file of a collector"] = line => JsonSerializer.Serialize(new { date = 1.5, message = line }),
        ["json-file in syslog"] = line => JsonSerializer.Serialize(new { log = $"<190>Sep  2 12:00:00 web1 nginx: {line}" }),
    };

    /// <summary>Every kind of line is read to the same request in every envelope.</summary>
    [Fact]
    public void Open_AnyLineInAnyEnvelope_IsReadAsWithout() =>
        Prop.ForAll(
            (from example in Gen.Elements(Examples.Keys.Where(name => !name.StartsWith("haproxy", StringComparison.Ordinal)).ToArray())
             from envelope in Gen.Elements(Envelopes.Keys.ToArray())
             select (example, envelope)).ToArbitrary(),
            pair =>
            {
                var line = Envelopes[pair.envelope](Examples[pair.example].TrimEnd());

                // What kubectl puts before a line is a virtual host as good as any, and is left out as well.
                var log = Task.Run(() => OpenAsync(Enumerable.Repeat(line, 3))).GetAwaiter().GetResult();
                Task.Run(() => ExpectAsync(log, Browser)).GetAwaiter().GetResult();
                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Fields in any order, with any in quotes between: a format string reads what was written.</summary>
    [Fact]
    public void Parse_AnyFormatString_GivesBackWhatWasWritten() =>
        Prop.ForAll(
            (from order in Gen.Shuffle(Places)
             from noise in Gen.Elements("www.example.org", "-", "0.123", "https://ref.example/0", "10.1.2.3")
             from address in Gen.Choose(1, 254)
             from isApache in ArbMap.Default.GeneratorFor<bool>()
             select (order, noise, address, isApache)).ToArbitrary(),
            written =>
            {
                (string Nginx, string Apache, string Text)[] fields =
                [
                    ("$remote_addr", "%h", $"203.0.113.{written.address}"),
                    ("[$time_local]", "%t", "[21/Sep/2026:12:00:00 +0000]"),
                    ("\"$request\"", "\\\"%r\\\"", "\"GET /en/apply HTTP/1.1\""),
                    ("$status", "%>s", "503"),
                    ("\"$http_user_agent\"", "\\\"%{User-Agent}i\\\"", $"\"{Browser} \\x22x\\x22\""),
                    ("\"$host\"", "\\\"%{Host}i\\\"", $"\"{written.noise}\""),
                ];
                var ordered = written.order.Select(index => fields[index]).ToList();
                var format = string.Join(' ', ordered.Select(field => written.isApache ? field.Apache : field.Nginx));
                var parsed = ParsedLine.Of(LogFormatChoice.Of("auto", format, null)[0], string.Join(' ', ordered.Select(field => field.Text)));
                return (parsed.Kind, parsed.At, parsed.Address, parsed.Outcome, parsed.UserAgent)
                    == (LineKind.Entry, "2026-09-21T12:00:00Z", $"203.0.113.{written.address}", HitOutcome.Shed, Browser + " \"x\"");
            }).QuickCheckThrowOnFailure();

    /// <summary>Fields in quotes between the status and the user agent: never guessed, and the format string that is proposed reads them.</summary>
    [Fact]
    public void Open_QuotedFieldsInOtherPlaces_AreToldWithAFormatThatReadsThem() =>
        Prop.ForAll(
            (from before in Gen.Elements("www.example.org", "203.0.113.9", "rt=0.1", "https://other.example/").ListOf().Where(fields => fields.Count is > 0 and < 3)
             from referrer in Gen.Elements("https://ref.example/0", "android-app://com.example/")
             from size in Gen.Elements("512", "-")
             select (before, referrer, size)).ToArbitrary(),
            fields =>
            {
                var quoted = string.Join(' ', fields.before.Append(fields.referrer).Append(Browser).Select(field => $"\"{field}\""));
                var line = $"203.0.113.7 - - [21/Sep/2026:12:00:00 +0000] \"GET /en/apply HTTP/1.1\" 200 {fields.size} {quoted}";
                var failure = Assert.ThrowsAsync<LogException>(() => OpenAsync([line])).GetAwaiter().GetResult();
                var format = failure.Message[(failure.Message.IndexOf('\'', StringComparison.Ordinal) + 1)..^1];
                var parsed = ParsedLine.Of(LogFormatChoice.Of("auto", format, null)[0], line);
                return (parsed.Kind, parsed.Address, parsed.UserAgent) == (LineKind.Entry, "203.0.113.7", Browser);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("%{%d/%b/%Y %T}t", "21/Sep/2026 12:00:00")]
    [InlineData("%{%F %T %z}t", "2026-09-21 08:00:00 -0400")]
    [InlineData("%{%s}t", "1789992000")]
    [InlineData("%{usec}t", "1789992000000000")]
    [InlineData("%{begin:%Y%m%d}t %{begin:%H%M%S}t", "20260921 120000")]
    [InlineData("$time_iso8601", "2026-09-21T12:00:00+00:00")]
    [InlineData("$msec", "1789992000.123")]
    public void Parse_TimesOfFormatStrings_AreRead(string format, string time)
    {
        var isApache = format[0] == '%';
        var log = LogFormatChoice.Of("auto", isApache ? $"%h ({format}) \"%r\" %>s" : $"$remote_addr ({format}) \"$request\" $status", null)[0];

        var parsed = ParsedLine.Of(log.Make(Rules), $"203.0.113.7 ({time}) \"GET /en HTTP/1.1\" 200");

        Assert.Equal((LineKind.Entry, "2026-09-21T12:00:00Z"), (parsed.Kind, parsed.At));
    }

    [Theory]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent) X-Forwarded-For\n2026-09-21 12:00:00 10.0.0.1 GET /en 200 Mozilla/5.0 203.0.113.7", "X-Forwarded-For")]
    [InlineData("""{"time":1789992000,"remote_addr":"10.0.0.1","request":"GET /en HTTP/1.1","status":200,"x_real_ip":"203.0.113.7","upstream_addr":"10.0.0.2:80"}""", "x_real_ip")]
    [InlineData("""10.0.0.1 - - [21/Sep/2026:12:00:00 +0000] "GET /en HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11)" 0.1 203.0.113.7 x""", "11")]
    public async Task Read_FieldWithOtherAddresses_IsNoticedByItsName(string text, string field)
    {
        await using var log = await OpenAsync(text.Split('\n'));
        var totals = new LineTotals();
        await foreach (var block in log.ReadAsync(false, (block, _) => Task.FromResult(block), TestContext.Current.CancellationToken))
        {
            totals.Add(block);
        }

        Assert.Equal(field, totals.Columns.Doubtful()?.Filled);
        var chosen = ParsedLine.Reading with { Rules = ParsedLine.Rules with { ClientField = field } };
        await using var again = await AccessLog.OpenAsync("-", new MemoryStream(Logs.Bytes(text.Split('\n'))), chosen, TestContext.Current.CancellationToken);
        await foreach (var block in again.ReadAsync(false, (block, _) => Task.FromResult(block), TestContext.Current.CancellationToken))
        {
            Assert.Equal("203.0.113.7", block.Entries[0].Address.ToString());
        }
    }

    private static Task<AccessLog> OpenAsync(IEnumerable<string> lines) => AccessLog.OpenAsync(
        "-", new MemoryStream(Logs.Bytes(lines)), ParsedLine.Reading with { Rules = Rules }, CancellationToken.None);

    private static async Task ExpectAsync(AccessLog log, string userAgent)
    {
        await foreach (var block in log.ReadAsync(false, (block, _) => Task.FromResult(block), CancellationToken.None))
        {
            Assert.Equal(0, block.BadLines);
            foreach (var entry in block.Entries.ToArray())
            {
                Assert.Equal(
                    ("203.0.113.7", "2026-09-21T12:00:00Z", HitKind.PageView, HitOutcome.Served, userAgent),
                    (entry.Address.ToString(), LogFaults.Instant(entry.Seconds), entry.Kind, entry.Outcome, Encoding.Latin1.GetString(block.Bytes, entry.UserAgentStart, entry.UserAgentLength)));
            }

            Assert.True(block.EntryCount > 0, string.Create(CultureInfo.InvariantCulture, $"{block.Lines} lines, no entry"));
        }
    }
}
