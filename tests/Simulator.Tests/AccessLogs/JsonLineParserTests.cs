using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class JsonLineParserTests
{
    [Theory]
    [InlineData(
        """{"time_iso8601":"2016-11-08T23:00:00-05:00","remote_addr":"192.0.2.1","request":"GET /en HTTP/1.1","status":"200","http_user_agent":"a \"b\" \u00e9"}""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "a \"b\" Ã©", HitKind.PageView)]
    [InlineData(
        """{"msec":"1478664000.123","time_local":"01/Jan/2001:00:00:00 +0000","remote_addr":"2001:db8::1","request_method":"GET","request_uri":"/en?x","status":200,"user_agent":"a"}""",
        "2016-11-09T04:00:00Z", "2001:db8::1", "a", HitKind.PageView)]
    [InlineData(
        """{ "time_local" : "08/Nov/2016:23:00:00 -0500" , "client_ip" : "192.0.2.1" , "method" : "GET", "uri" : "/a.css", "status" : 200 , "nested" : { "status" : [1,2], "uri" : "/x" } }""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "", HitKind.Other)]
    [InlineData(
        """{"@timestamp":"2016-11-09T04:00:00.123Z","remote_addr":"192.0.2.1","request":"GET /data HTTP/1.1","status":200,"http_accept":"application/json"}""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "", HitKind.Other)]
    [InlineData(
        """{"time":1478664000123,"remote_addr":"192.0.2.1","request":"POST /form HTTP/1.1","status":200,"http_sec_fetch_mode":"navigate","http_sec_fetch_dest":"document"}""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "", HitKind.PageView)]
    [InlineData(
        """{"time":1478664000,"remote_addr":"192.0.2.1","request":"GET /en HTTP/1.1","status":200,"http_sec_purpose":"prefetch","http_accept":"text/html"}""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "", HitKind.Other)]
    [InlineData(
        """{"time":1478664000,"remote_addr":"192.0.2.1","request":"GET /en HTTP/1.1","status":200,"sent_http_content_type":"application/pdf","http_user_agent":null}""",
        "2016-11-09T04:00:00Z", "192.0.2.1", "", HitKind.Other)]
    public void Parse_NginxJson_ReadsByCommonNames(string line, string at, string address, string userAgent, HitKind kind)
    {
        var parsed = ParsedLine.Of(LogFormat.Json, line);

        Assert.Equal((LineKind.Entry, at, address, userAgent, kind), (parsed.Kind, parsed.At, parsed.Address, parsed.UserAgent, parsed.Hit));
    }

    [Fact]
    public void Parse_BytesThatAreNoUtf8_AreTakenAsTheyAre()
    {
        var parsed = ParsedLine.Of(
            LogFormat.Json,
            "{\"time\":1478664000,\"remote_addr\":\"192.0.2.1\",\"request\":\"GET /en HTTP/1.1\",\"status\":200,\"http_user_agent\":\"\xe9t\xe9\"}");

        Assert.Equal((LineKind.Entry, "été"), (parsed.Kind, parsed.UserAgent));
    }

    [Theory]
    [InlineData("""{"time":1478664000,"remote_addr":"192.0.2.1","request":"-","status":400}""")]
    [InlineData("""{"time":1478664000,"remote_addr":"192.0.2.1","request":"","status":"000"}""")]
    public void Parse_RequestThatIsNone_IsNotCounted(string line) =>
        Assert.Equal(LineKind.NoRequest, ParsedLine.Of(LogFormat.Json, line).Kind);

    [Theory]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("""{"a":1""", "the object does not end in its line, where one a line is expected: jq -c . makes it that")]
    [InlineData("""{"a":"\x22"}""", "it is no JSON; nginx writes it with escape=json")]
    [InlineData("""{"a":1} x""", "it is no JSON; nginx writes it with escape=json")]
    [InlineData("""{"remote_addr":"192.0.2.1","request":"GET / HTTP/1.1","status":200}""", "no member tells the time as time_iso8601, msec or time_local do")]
    [InlineData("""{"time":"2016-11-08T23:00:00","remote_addr":"192.0.2.1","request":"GET / HTTP/1.1","status":200}""", "its time has no offset from UTC: say with --time-zone which zone it is in")]
    [InlineData("""{"time":1478664000,"remote_addr":"192.0.2.1","request":"GET / HTTP/1.1"}""", "no member status is a number from 100 to 599")]
    [InlineData("""{"time":1478664000,"remote_addr":"192.0.2.1","status":200,"method":"GET"}""", "no member tells the request as request, or request_method and request_uri, do")]
    [InlineData("""{"time":1478664000,"request":"GET / HTTP/1.1","status":200}""", "no field tells the client's address")]
    [InlineData("""{"time":1478664000,"remote_addr":"unix:","request":"GET / HTTP/1.1","status":200}""", "the client is no IP address")]
    public void Parse_BadLine_SaysWhy(string line, string reason)
    {
        var parsed = ParsedLine.Of(LogFormat.Json, line);

        Assert.Equal((LineKind.Bad, reason), (parsed.Kind, parsed.Fault.Reason));
    }
}
