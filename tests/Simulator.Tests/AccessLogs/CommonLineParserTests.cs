using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class CommonLineParserTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:49.0) Gecko/20100101 Firefox/49.0";

    // Lines as they stand in real logs of Apache httpd and nginx; addresses are those set aside for documentation.
    [Theory]
    [InlineData(
        """192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:49.0) Gecko/20100101 Firefox/49.0" """,
        "2016-11-09T04:00:00Z", "192.0.2.1", Firefox)]
    [InlineData(
        """2001:DB8:0::7 - - [06/Nov/2016:01:30:00 -0400] "GET / HTTP/2.0" 304 0 "https://www.google.ca/" "Mozilla/5.0 (iPhone)" """,
        "2016-11-06T05:30:00Z", "2001:db8::7", "Mozilla/5.0 (iPhone)")]
    [InlineData(
        """::ffff:192.0.2.9 - - [29/Feb/2016:23:59:60 +0530] "GET /fr/travail?a=b HTTP/1.1" 404 196 "-" "-" """,
        "2016-02-29T18:30:00Z", "192.0.2.9", "")]
    // A user who signed in, with a name of two words; one with brackets in it.
    [InlineData(
        """192.0.2.1 - John Smith [08/Nov/2016:23:00:00 +0000] "GET /members HTTP/1.1" 200 - "-" "a" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a")]
    [InlineData(
        """192.0.2.1 - x [01/Jan/2030:00:00:00 +0000] \x22GET [08/Nov/2016:23:00:00 +0000] "GET /members HTTP/1.1" 200 1 "-" "a" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a")]
    // Quotes in a user agent and in a referrer, as nginx and as Apache httpd escape them; an accented letter.
    [InlineData(
        """192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "http://x/?q=\x22a\x22" "a \x22b\x22 \xE9" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a \"b\" é")]
    [InlineData(
        """192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "http://x/?q=\"a\"" "a \"b\" \\ \t" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a \"b\" \\ \t")]
    // Fields of one's own behind the user agent.
    [InlineData(
        """192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" "198.51.100.7" rt=0.021 "x" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a")]
    // Absolute form, as a proxy is asked.
    [InlineData(
        """192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET http://example.org/en HTTP/1.1" 200 1 "-" "a" """,
        "2016-11-08T23:00:00Z", "192.0.2.1", "a")]
    public void Parse_Combined_ReadsWhoAndWhen(string line, string at, string address, string userAgent)
    {
        var parsed = ParsedLine.Of(LogFormat.Combined, line.TrimEnd());

        Assert.Equal(
            (LineKind.Entry, at, address, userAgent, HitKind.PageView, HitOutcome.Served),
            (parsed.Kind, parsed.At, parsed.Address, parsed.UserAgent, parsed.Hit, parsed.Outcome));
    }

    [Theory]
    [InlineData("GET /en HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /page.html?x=1.css HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /fr/%C3%A9tudes HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /nowhere HTTP/1.1", 404, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /en HTTP/1.1", 304, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /en HTTP/1.1", 302, HitKind.Other, HitOutcome.Served)]
    [InlineData("GET /site/site.css HTTP/1.1", 200, HitKind.Other, HitOutcome.Served)]
    [InlineData("GET /guide%2Epdf HTTP/1.1", 200, HitKind.Other, HitOutcome.Served)]
    [InlineData("HEAD /en HTTP/1.1", 200, HitKind.Other, HitOutcome.Served)]
    [InlineData("POST /en/eligibility HTTP/1.1", 200, HitKind.Other, HitOutcome.Served)]
    [InlineData("OPTIONS * HTTP/1.1", 204, HitKind.Other, HitOutcome.Served)]
    [InlineData("PROPFIND /en HTTP/1.1", 405, HitKind.Other, HitOutcome.Served)]
    [InlineData("GET /en", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("/en", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("/en HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /a.shtml HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /apply.do;jsessionid=1A2B.node1?x HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /v2.1 HTTP/1.1", 200, HitKind.PageView, HitOutcome.Served)]
    [InlineData("GET /site.js;v=2 HTTP/1.1", 200, HitKind.Other, HitOutcome.Served)]
    [InlineData("GET /en HTTP/1.1", 429, HitKind.PageView, HitOutcome.Shed)]
    [InlineData("GET /health HTTP/1.1", 200, HitKind.Probe, HitOutcome.Served)]
    [InlineData("GET /%68ealth?a HTTP/1.1", 200, HitKind.Probe, HitOutcome.Served)]
    [InlineData("GET /en HTTP/1.1", 500, HitKind.PageView, HitOutcome.OriginError)]
    [InlineData("GET /en HTTP/1.1", 502, HitKind.PageView, HitOutcome.Unreachable)]
    [InlineData("GET /en HTTP/1.1", 503, HitKind.PageView, HitOutcome.Shed)]
    [InlineData("GET /en HTTP/1.1", 504, HitKind.PageView, HitOutcome.Timeout)]
    [InlineData("GET /en HTTP/1.1", 599, HitKind.PageView, HitOutcome.OriginError)]
    [InlineData("GET /en HTTP/1.1", 444, HitKind.PageView, HitOutcome.Shed)]
    [InlineData("GET /en HTTP/1.1", 499, HitKind.PageView, HitOutcome.ClientGone)]
    [InlineData("GET /site/site.css HTTP/1.1", 503, HitKind.Other, HitOutcome.Shed)]
    public void Parse_RequestAndStatus_IsClassifiedAsByTheGateway(string request, int status, HitKind kind, HitOutcome outcome)
    {
        var parsed = ParsedLine.Of(LogFormat.Combined, $"""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "{request}" {status} 1 "-" "{Firefox}" """);

        Assert.Equal((LineKind.Entry, kind, outcome), (parsed.Kind, parsed.Hit, parsed.Outcome));
    }

    [Fact]
    public void Parse_DeclaredBot_IsBot()
    {
        var parsed = ParsedLine.Of(
            LogFormat.Combined,
            """192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" """);

        Assert.Equal(HitKind.Bot, parsed.Hit);
    }

    [Fact]
    public void Parse_LongUserAgent_IsCutAsByTheGateway()
    {
        var parsed = ParsedLine.Of(LogFormat.Combined, $"""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "{new string('a', 300)}" """);

        Assert.Equal(new string('a', VisitorHasher.MaxUserAgentLength), parsed.UserAgent);
    }

    // Broken handshakes, silence, and what is no site's: the gateway refuses these before it counts.
    [Theory]
    [InlineData("-", 408)]
    [InlineData("", 400)]
    [InlineData(@"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", 400)]
    [InlineData("CONNECT example.org:443 HTTP/1.1", 405)]
    [InlineData("TRACE / HTTP/1.1", 405)]
    [InlineData("get / HTTP/1.1", 400)]
    [InlineData("GET en HTTP/1.1", 400)]
    public void Parse_RequestThatIsNone_IsNotCounted(string request, int status)
    {
        var parsed = ParsedLine.Of(LogFormat.Combined, $"""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "{request}" {status} 0 "-" "-" """);

        Assert.Equal(LineKind.NoRequest, parsed.Kind);
    }

    [Theory]
    [InlineData("nonsense", 1)]
    [InlineData("""192.0.2.1 - - 08/Nov/2016:23:00:00 +0000 "GET / HTTP/1.1" 200 1 "-" "a" """, 11)]
    [InlineData("""192.0.2.1 - - [08/Nob/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 11)]
    [InlineData("""192.0.2.1 - - [31/Feb/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 11)]
    [InlineData("""192.0.2.1 - - [08/Nov/1999:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 11)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1 200 1""", 45)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 20 1 "-" "a" """, 61)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 600 1 "-" "a" """, 61)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" """, 60)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1""", 64)]
    [InlineData("""192.0.2.1 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "cut o""", 64)]
    [InlineData("""host-192-0-2-1.example.net - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 0)]
    [InlineData("""- - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 0)]
    [InlineData("""192.0.2.01 - - [08/Nov/2016:23:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a" """, 0)]
    public void Parse_BadLine_SaysWhere(string line, int column)
    {
        var parsed = ParsedLine.Of(LogFormat.Combined, line.TrimEnd());

        Assert.Equal((LineKind.Bad, column), (parsed.Kind, parsed.Fault.Column));
        Assert.NotEmpty(parsed.Fault.Reason);
    }

    [Theory]
    [InlineData("""192.0.2.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326""", HitKind.Other)]
    [InlineData("""192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326""", HitKind.PageView)]
    public void Parse_Common_HasNoUserAgent(string line, HitKind kind)
    {
        var parsed = ParsedLine.Of(LogFormat.Common, line);

        Assert.Equal((LineKind.Entry, "2000-10-10T20:55:36Z", "", kind), (parsed.Kind, parsed.At, parsed.UserAgent, parsed.Hit));
    }

    [Fact]
    public void Parse_VhostCombined_SkipsTheHost()
    {
        var parsed = ParsedLine.Of(
            LogFormat.VhostCombined,
            """www.example.org:443 192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "-" "a" """);

        Assert.Equal((LineKind.Entry, "192.0.2.1", "a"), (parsed.Kind, parsed.Address, parsed.UserAgent));
    }
}
