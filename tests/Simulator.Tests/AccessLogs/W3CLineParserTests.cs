using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class W3CLineParserTests
{
    private const string Fields =
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

    [Theory]
    [InlineData(
        "2016-11-09 04:00:00 10.0.0.4 GET /en/default.aspx q=1 443 - 192.0.2.1 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://example.org/ 200 0 0 93",
        "2016-11-09T04:00:00Z", "192.0.2.1", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", HitKind.PageView, HitOutcome.Served)]
    [InlineData(
        "2016-11-09 04:00:01 10.0.0.4 GET /logo.png - 443 - 2001:db8::1 - - 503 0 0 3",
        "2016-11-09T04:00:01Z", "2001:db8::1", "", HitKind.Other, HitOutcome.Shed)]
    [InlineData(
        "2016-11-09\t04:00:02.250\t10.0.0.4\tGET\t/\t-\t443\t-\t192.0.2.1\t\"a browser\"\t-\t504\t0\t0\t3",
        "2016-11-09T04:00:02Z", "192.0.2.1", "a browser", HitKind.PageView, HitOutcome.Timeout)]
    public void Parse_Iis_ReadsByFields(string line, string at, string address, string userAgent, HitKind kind, HitOutcome outcome)
    {
        var parsed = ParsedLine.Of(Parser(Fields), line);

        Assert.Equal(
            (LineKind.Entry, at, address, userAgent, kind, outcome),
            (parsed.Kind, parsed.At, parsed.Address, parsed.UserAgent, parsed.Hit, parsed.Outcome));
    }

    [Fact]
    public void Parse_FieldsChangedInTheMiddle_ReadsByTheNewOnes()
    {
        var parser = Parser(Fields);
        Assert.Equal(LineKind.Nothing, ParsedLine.Of(parser, "#Software: Microsoft Internet Information Services 10.0").Kind);
        Assert.Equal(LineKind.Nothing, ParsedLine.Of(parser, "#Fields: c-ip time date sc-status cs-method cs-uri-stem").Kind);

        var parsed = ParsedLine.Of(parser, "192.0.2.7 04:00:03 2016-11-09 200 GET /en");

        Assert.Equal((LineKind.Entry, "192.0.2.7", "2016-11-09T04:00:03Z"), (parsed.Kind, parsed.Address, parsed.At));
    }

    [Fact]
    public void Parse_DateByDirective_IsTheLastOne()
    {
        var parser = Parser("#Date: 2016-11-08 23:59:00", "#Fields: time c-ip cs-method cs-uri-stem sc-status", "#Date: 2016-11-09 00:00:01");

        Assert.Equal("2016-11-09T00:00:02Z", ParsedLine.Of(parser, "00:00:02 192.0.2.7 GET / 200").At);
    }

    [Fact]
    public void Parse_FetchMetadataAndTypes_Decide()
    {
        var parser = Parser("#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(Sec-Fetch-Mode) sc(Content-Type)");

        Assert.Equal(HitKind.PageView, ParsedLine.Of(parser, "2016-11-09 04:00:00 192.0.2.7 POST /form 200 navigate text/html").Hit);
        Assert.Equal(HitKind.Other, ParsedLine.Of(parser, "2016-11-09 04:00:00 192.0.2.7 GET /data 200 cors text/html").Hit);
        Assert.Equal(HitKind.Other, ParsedLine.Of(parser, "2016-11-09 04:00:00 192.0.2.7 GET /data 200 - application/json").Hit);
    }

    [Theory]
    [InlineData(null, "2016-11-09 04:00:00 192.0.2.7", "no #Fields directive comes before it")]
    [InlineData("#Fields: date time cs-method cs-uri-stem sc-status", "2016-11-09 04:00:00 GET / 200", "no field tells the client's address")]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem", "2016-11-09 04:00:00 192.0.2.7 GET /", "#Fields names no sc-status")]
    [InlineData("#Fields: time c-ip cs-method cs-uri-stem sc-status", "04:00:00 192.0.2.7 GET / 200", "its time has no date")]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem sc-status", "2016-11-09 04:00:00 192.0.2.7 GET /", "there are fewer fields than #Fields names")]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem sc-status", "2016-11-09 4:00 192.0.2.7 GET / 200", "the time is none as 23:00:00")]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem sc-status", "2016-11-09 04:00:00 192.0.2.7 GET / OK", "the status is no number from 100 to 599")]
    [InlineData("#Fields: date time c-ip cs-method cs-uri-stem sc-status", "2016-11-09 04:00:00 host.example GET / 200", "the client is no IP address")]
    public void Parse_BadLine_SaysWhy(string? directive, string line, string reason)
    {
        var parsed = ParsedLine.Of(directive is null ? Parser() : Parser(directive), line);

        Assert.Equal((LineKind.Bad, reason), (parsed.Kind, parsed.Fault.Reason));
    }

    private static LineParser Parser(params string[] directives)
    {
        var parser = LogFormat.W3C.Make(ParsedLine.Rules);
        foreach (var directive in directives)
        {
            Assert.Equal(LineKind.Nothing, ParsedLine.Of(parser, directive).Kind);
        }

        return parser;
    }
}
