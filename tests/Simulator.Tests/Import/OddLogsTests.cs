using System.Globalization;
using Affluence.Simulator.Tests.Fakes;

namespace Affluence.Simulator.Tests.Import;

/// <summary>
/// Six visitors, 1.0.113.1 to 6, as servers, proxies and collectors write them. Each is read as meant, or told: nobody else is counted for them without a word.
/// </summary>
public sealed class OddLogsTests : IAsyncLifetime
{
    private const string Time = "[04/Sep/2026:14:00:0{n} +0000]";
    private const string Request = "\"GET /en HTTP/1.1\" 200 5";
    private const string Agents = "\"-\" \"Mozilla/5.0 (X11)\"";
    private const string Rest = $"- - {Time} {Request} {Agents}";
    private const string Line = $"1.0.113.{{n}} {Rest}";
    private const string Json = "\"request\":\"GET /en HTTP/1.1\",\"status\":200,\"http_user_agent\":\"Mozilla/5.0 (X11)\"}";
    private const string Escaped = $"1.0.113.{{n}} - - {Time} \\\"GET /en HTTP/1.1\\\" 200 5 \\\"-\\\" \\\"Mozilla/5.0 (X11)\\\"";
    private const string SeveralAddresses = "several addresses stand in the client's place";
    private const string NoUserAgents = "tells no user agents";
    private const string Iis = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status";

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

    public static TheoryData<string> Read =>
    [
        // The address.
        $"- 1.0.113.{{n}} {Rest}",
        $"1.0.113.{{n}}:52341 {Rest}",
        $"[1.0.113.{{n}}]:52341 {Rest}",
        $"[1.0.113.{{n}}] {Rest}",
        $"[::ffff:1.0.113.{{n}}]:52341 {Rest}",
        $"::FFFF:100:710{{n}} {Rest}",
        $"<1.0.113.{{n}}> {Rest}",
        $"\"for=\\\"1.0.113.{{n}}:443\\\";proto=https\" {Rest}",
        $"::ffff:1.0.113.{{n}} {Rest}",
        $"1.0.113.{{n}} www.example.org - {Time} {Request} {Agents}",
        $"www.example.org:443 1.0.113.{{n}} {Rest}",

        // What a collector put before the line.
        $"<190>Sep  4 14:00:0{{n}} web nginx: {Line}",
        $"<190>Sep  4 14:00:0{{n}} nginx: {Line}",
        $"Sep  4 14:00:0{{n}} host docker/web[991]: {Line}",
        $"2026-09-04T14:00:0{{n}}.123456+00:00 web nginx: {Line}",
        $"<190>1 2026-09-04T14:00:0{{n}}.123Z web nginx 12 ID47 [ex@1 a=\"b c\"][b@2 c=\"d\"] {Line}",
        $"Sep  4 14:00:0{{n}} web apache2: www.example.org:443 {Line}",
        $"2026-09-04T16:00:0{{n}}.123456789+02:00 stdout F {Line}",
        $"2026-09-04T14:00:0{{n}}.123456789Z {Line}",
        $"web-1  | {Line}",
        $"web_1    | 2026-09-04T14:00:0{{n}}.123456789Z {Line}",
        $"[pod/web-abc-123/nginx] {Line}",
        $"<190>1 - - - - - - {Line}",
        $"<190>1 - web nginx 7 - - {Line}",
        $"187 <190>1 2026-09-04T14:00:0{{n}}Z 10.0.0.9 nginx 7 - - {Line}",
        $"<190>1 2026-09-04T14:00:0{{n}}Z web nginx 7 - [a@1 b=\"x\\] y\" c=\"[z] \"] {Line}",
        $"Sep  4 14:00:0{{n}} web nginx {Line}",
        $"Fri 2026-09-04 14:00:0{{n}} UTC web nginx[12]: {Line}",
        $"[  123.456789] web nginx[12]: {Line}",
        $"2026-09-04T14:00:0{{n}}Z\t{Line}",
        $"\e[36mweb-1  | \e[0m{Line}",
        $"2026-09-04T14:00:0{{n}}.123456789Z web.1.q9zv5u@node-1    | {Line}",
        $"web-5d4 nginx {Line}",
        $"access.log:{Line}",
        $"access.log:{{n}}:{Line}",
        $"     {{n}}\t{Line}",
        $"  {Line}",
        $"{{\"version\":\"1.1\",\"short_message\":\"{Escaped}\"}}",
        $"{{\"time\":178853040{{n}},\"event\":{{\"line\":\"{Escaped}\",\"source\":\"stdout\"}}}}",
        $"{{\"jsonPayload\":{{\"message\":\"{Escaped}\"}},\"timestamp\":\"2026-09-04T14:00:0{{n}}Z\"}}",
        $"2026-09-04T14:00:0{{n}}+00:00\tnginx.access\t{{\"message\":\"{Escaped}\"}}",
        $"{{\"log\":\"<190>Sep  4 14:00:0{{n}} web nginx: web-1  | {Escaped}\\n\",\"stream\":\"stdout\"}}",

        // Fields that are more, fewer or others.
        $"{Line} 400 0.003 [default-web-80] [] 10.0.0.2:80 5 0.003 200 abcdef",
        $"{Line} 1 \"web@docker\" \"http://10.0.0.2:80\" 3ms",
        $"1.0.113.{{n}} - - {Time} \"GET\" \"/en\" 200 5 {Agents}",
        $"1.0.113.{{n}} - - {Time} \"GET\" \"/en?x=1\" \"HTTP/1.1\" 200 5 {Agents}",
        $"1.0.113.{{n}} - - {Time} \"/en\" 200 5 {Agents}",
        $"1.0.113.{{n}} - - {Time} \"GET /en a b HTTP/1.1\" 200 5 {Agents}",
        "{\"level\":\"info\",\"ts\":1788530400.{n},\"request\":{\"remote_ip\":\"104.16.9.1\",\"client_ip\":\"1.0.113.{n}\",\"method\":\"GET\",\"uri\":\"/en\",\"headers\":{\"User-Agent\":[\"Mozilla/5.0 (X11)\"],\"X-Forwarded-For\":[\"1.0.113.{n}\"]}},\"status\":200}",
        "{\"level\":\"info\",\"ts\":1788530400.{n},\"request\":{\"remote_addr\":\"1.0.113.{n}:41342\",\"method\":\"GET\",\"uri\":\"/en\",\"headers\":{\"User-Agent\":[\"Mozilla/5.0 (X11)\"]}},\"status\":200}",
        "{\"ClientAddr\":\"104.16.9.1:5\",\"ClientHost\":\"1.0.113.{n}\",\"DownstreamStatus\":200,\"RequestMethod\":\"GET\",\"RequestPath\":\"/en\",\"StartUTC\":\"2026-09-04T14:00:0{n}Z\",\"request_User-Agent\":\"Mozilla/5.0 (X11)\"}",
        "{\"ClientIP\":\"1.0.113.{n}\",\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":\"/en\",\"EdgeResponseStatus\":200,\"EdgeStartTimestamp\":178853040{n}000000000,\"ClientRequestUserAgent\":\"Mozilla/5.0 (X11)\"}",
        "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"1.0.113.{n}\",\"upstream_addr\":\"10.0.0.1:8080\",\"server_addr\":\"10.0.0.2\"," + Json,
        "h2 2026-09-04T14:00:0{n}.186641Z app/my/50dc 1.0.113.{n}:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 \"GET https://www.example.org:443/en HTTP/2.0\" \"Mozilla/5.0 (X11)\" ECDHE-RSA TLSv1.2 arn:aws:x \"Root=1-58337281\"",
        "79a5 awsex [04/Sep/2026:14:00:0{n} +0000] 1.0.113.{n} arn:aws:iam::1:user/x 3E57427F3EXAMPLE REST.GET.OBJECT en \"GET /awsex/en?versionId=1 HTTP/1.1\" 200 - - 113 7 - \"-\" \"Mozilla/5.0 (X11)\" - s9lz= SigV4 ECDHE-RSA AuthHeader awsex.s3.amazonaws.com TLSV1.2 - -",
        "[2026-09-04T14:00:0{n}.000Z] \"GET /en HTTP/1.1\" 200 - via_upstream - \"-\" 0 5 10 9 \"1.0.113.{n}\" \"Mozilla/5.0 (X11)\" \"cc21d9b0\" \"example.org\" \"10.0.0.2:80\" inbound|80|| 127.0.0.6:1 10.0.0.3:80 1.0.113.{n}:0 - default",
        "[2026-09-04T14:00:0{n}.000Z] \"GET /en HTTP/1.1\" 200 - via_upstream - \"-\" 0 5 10 9 \"-\" \"Mozilla/5.0 (X11)\" \"cc21d9b0\" \"example.org\" \"10.0.0.2:80\" inbound|80|| 127.0.0.6:1 10.0.0.3:80 1.0.113.{n}:0 - default",
        "#Fields: c-ip\tdate\ttime\tcs-method\tcs-uri\tsc-status\tcs(User-Agent)\n1.0.113.{n}\t2026-09-04\t14:00:0{n}\tGET\thttp://x/en\t200\tMozilla/5.0 (X11)",
        "#Fields: date time c-ip cs-method cs-uri sc-status cs(User-Agent) cs(Cookie)\n2026-09-04 14:00:0{n} 1.0.113.{n} GET /en 200 \"Mozilla/5.0 (\"\"X11\"\")\" -",
        "{\"date\":\"2026-09-04\",\"time\":\"14:00:0{n}\",\"x-edge-location\":\"YTO50\",\"c-ip\":\"1.0.113.{n}\",\"cs-method\":\"GET\",\"cs-uri-stem\":\"/en\",\"sc-status\":\"200\",\"cs(User-Agent)\":\"Mozilla/5.0%20(X11)\"}",
        "{\"timestamp\":178853040{n}000,\"httpRequest\":{\"clientIp\":\"1.0.113.{n}\",\"headers\":[{\"name\":\"Host\",\"value\":\"x\"},{\"name\":\"User-Agent\",\"value\":\"Mozilla/5.0 (X11)\"}],\"uri\":\"/en\",\"httpMethod\":\"GET\"},\"responseCodeSent\":200}",
        "{\"requestTime\":\"04/Sep/2026:14:00:0{n} +0000\",\"ip\":\"1.0.113.{n}\",\"httpMethod\":\"GET\",\"path\":\"/en\",\"status\":\"200\",\"userAgent\":\"Mozilla/5.0 (X11)\"}",
        "{\"insertId\":\"x\",\"jsonPayload\":{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"1.0.113.{n}\"," + Json + ",\"timestamp\":\"2026-09-04T15:00:00Z\"}",
        "{\"level\":30,\"time\":178853040{n}123,\"req\":{\"method\":\"GET\",\"url\":\"/en\",\"headers\":{\"user-agent\":\"Mozilla/5.0 (X11)\"},\"remoteAddress\":\"::ffff:1.0.113.{n}\"},\"res\":{\"statusCode\":200}}",
        "{\"@timestamp\":\"2026-09-04T14:00:0{n}Z\",\"client\":{\"ip\":\"1.0.113.{n}\"},\"http\":{\"request\":{\"method\":\"get\"},\"response\":{\"status_code\":200}},\"url\":{\"original\":\"/en\"},\"user_agent\":{\"original\":\"Mozilla/5.0 (X11)\"}}",
        "{\"timestamp\":\"2026-09-04T14:00:0{n}Z\",\"http.client_ip\":\"1.0.113.{n}\",\"http.method\":\"GET\",\"http.status_code\":200,\"http.target\":\"/en\",\"http.user_agent\":\"Mozilla/5.0 (X11)\"}",
        "{\"time\":\"[04/Sep/2026:14:00:0{n} +0000]\",\"remoteAddr\":\"1.0.113.{n}\",\"request\":\"\",\"method\":\"GET\",\"path\":\"/en\",\"statusCode\":\"200\",\"requestHeaders\":{\"User-Agent\":\"Mozilla/5.0 (X11)\"}}",
        "[\n{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"1.0.113.{n}\"," + Json + ",",
        "[04/Sep/2026:14:00:0{n} +0000] HIT 502, 200 200 - GET https example.org \"/en\" [Client 1.0.113.{n}] [Length 5] [Gzip 3.2] [Sent-to app] \"Mozilla/5.0 (X11)\" \"https://x/\"",
    ];

    [Theory]
    [MemberData(nameof(Read))]
    public async Task Import_AsServersAndCollectorsWriteIt_IsReadWithoutADoubt(string line)
    {
        var (code, _, error) = await ImportAsync(line);

        Assert.Equal((0, "", 6, 6UL), (code, error, Visitors(), _services.Requests));
    }

    [Theory]
    [InlineData(0, "field 3 holds addresses too", $"104.16.9.1 - 1.0.113.{{n}} {Time} {Request} {Agents}")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} 1.0.113.{{n}}")]
    [InlineData(0, "field 11 holds addresses too", $"104.16.9.1 {Rest} rt=0.1 xff=1.0.113.{{n}}")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} xff=\"1.0.113.{{n}}, 10.0.0.1\" rt=0.1")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} [1.0.113.{{n}}]")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} \"for=1.0.113.{{n}};proto=https\"")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} 1.0.113.{{n}}, 10.0.0.1")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} xff:1.0.113.{{n}}")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} {{\"xff\":\"1.0.113.{{n}}\"}}")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} 1.0.113.{{n}}->104.16.9.1")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} <1.0.113.{{n}}>")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} \"1.0.113.{{n}}; 10.0.0.1\"")]
    [InlineData(0, "field 10 holds addresses too", $"104.16.9.1 {Rest} \"1.0.113.{{n}} 10.0.0.1\"")]
    [InlineData(0, "headers.x_forwarded_for holds addresses too", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"104.16.9.1\",\"headers\":[{\"name\":\"X-Forwarded-For\",\"value\":\"1.0.113.{n}\"}]," + Json)]
    [InlineData(0, "x-forwarded-for holds addresses too", "#Fields: date time x-edge-location c-ip cs-method cs-uri-stem sc-status cs(User-Agent) x-forwarded-for\n2026-09-04\t14:00:0{n}\tYTO50\t104.16.9.1\tGET\t/en\t200\tMozilla/5.0%20(X11)\t1.0.113.{n},%2010.0.0.1")]
    [InlineData(0, "captures holds addresses too", "104.16.9.1:333 [2026-09-04T14:00:0{n}Z] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1.0.113.{n}|www.example.org} {} \"GET /en HTTP/1.1\"")]
    [InlineData(2, "several addresses stand in the client's place, and not between commas", $"1.0.113.{{n}}|104.16.9.1 {Rest}")]
    [InlineData(2, "several addresses stand in the client's place", $"web nginx 1.0.113.{{n}}, 104.16.9.1 {Rest}")]
    [InlineData(0, "field 11 holds addresses too", $"www.example.org:443 104.16.9.1 {Rest} \"1.0.113.{{n}}\"")]
    [InlineData(0, "http_cf_connecting_ip holds addresses too", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"104.16.9.1\",\"http_cf_connecting_ip\":\"1.0.113.{n}\"," + Json)]
    [InlineData(0, "headers.x_forwarded_for holds addresses too", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"104.16.9.1\",\"headers\":{\"X-Forwarded-For\":[\"1.0.113.{n}, 10.0.0.1\"]}," + Json)]
    [InlineData(0, "OriginalIP holds addresses too", $"{Iis} OriginalIP\n2026-09-04 14:00:0{{n}} 10.0.0.4 GET /en - 104.16.9.1 Mozilla/5.0+(X11) 200 1.0.113.{{n}}")]
    [InlineData(0, "X-Forwarded-For holds addresses too", $"{Iis} X-Forwarded-For\n2026-09-04 14:00:0{{n}} 10.0.0.4 GET /en - 104.16.9.1 Mozilla/5.0+(X11) 200 1.0.113.{{n}},+10.0.0.1")]
    [InlineData(2, SeveralAddresses, $"\"1.0.113.{{n}}, 104.16.9.1\" 104.16.9.1 {Rest}")]
    [InlineData(2, SeveralAddresses, $"104.16.9.1 (1.0.113.{{n}}) {Rest}")]
    [InlineData(2, SeveralAddresses, $"104.16.9.1 1.0.113.{{n}} - {Time} {Request} {Agents}")]
    [InlineData(2, SeveralAddresses, $"1.0.113.{{n}},104.16.9.1 {Rest}")]
    [InlineData(2, SeveralAddresses, $"unknown, 1.0.113.{{n}} {Rest}")]
    [InlineData(2, SeveralAddresses, $"www.example.org 1.0.113.{{n}}, 104.16.9.1 {Rest}")]
    [InlineData(2, SeveralAddresses, $"www.example.org 1.0.113.{{n}},104.16.9.1 {Rest}")]
    [InlineData(2, "several addresses stand in the client's place, and not between commas", $"1.0.113.{{n}};104.16.9.1 {Rest}")]
    [InlineData(2, "the client is no IP address on any line that is otherwise as it should be, as line 1 of the format combined", $"ppp-1.0.113.{{n}} {Rest}")]
    [InlineData(2, "line 1, column 45: it is no request as a site gets it: a method in capitals, and a path or a URL: get /en", $"1.0.113.{{n}} - - {Time} \"get /en HTTP/1.1\" 200 5 {Agents}")]
    [InlineData(2, "line 1, column 45: it is no request as a site gets it: a method in capitals, and a path or a URL: www.example.org/en", $"1.0.113.{{n}} - - {Time} \"www.example.org/en\" 200 5 {Agents}")]
    [InlineData(2, "line 2, column 1: #Fields names no time", "#Fields: timestamp c-ip cs-method cs-uri-stem sc-status\n178853040{n} 1.0.113.{n} GET /en 200")]
    [InlineData(2, "line 2, column 55: there are more fields than #Fields names", "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\n2026-09-04 14:00:0{n} 1.0.113.{n} GET /en 200 Mozilla/5.0 (X11)")]
    [InlineData(2, "it is an array, and not an object a line: jq -c '.[]' makes it that", "[{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"1.0.113.{n}\"," + Json + "]")]
    [InlineData(2, "A format of the server's own is given by --log-format or --log-config", $"1.0.113.{{n}} {Time} GET /en 200")]
    [InlineData(2, "seems to be of the format common, but there seems to be a user agent", $"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" 200 \"example.org\" 5 {Agents}")]
    [InlineData(2, "the second quoted field behind the status is no user agent", $"1.0.113.{{n}} - - {Time} {Request} \"Mozilla/5.0 (X11)\" \"-\"")]
    [InlineData(2, "line 1, column 63: the status is no number from 100 to 599", $"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" \"200\" 5 {Agents}")]
    [InlineData(2, "It comes closest to w3c: line 1, column 1: no #Fields directive comes before it", "2026-09-04\t14:00:0{n}\tYTO50-C1\t1045\t1.0.113.{n}\tGET\td1.cloudfront.net\t/en\t200\t-\tMozilla/5.0%20(X11)")]
    [InlineData(2, "line 1, of the format json: its time has no offset from UTC: say with --time-zone", "{\"ts\":\"2026/09/04 14:00:0{n}\",\"request\":{\"remote_ip\":\"1.0.113.{n}\",\"method\":\"GET\",\"uri\":\"/en\"},\"status\":200}")]
    [InlineData(2, "It comes closest to json: line 1, column 1: no member status is a number", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"1.0.113.{n}\",\"request\":\"GET /en HTTP/1.1\"}")]
    public async Task Import_LogThatMayBeMeantOtherwise_SaysWhere(int code, string word, string line)
    {
        var outcome = await ImportAsync(line);

        Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
        Assert.Equal((code, code == 0 ? 1 : 0), (outcome.Code, Visitors()));
    }

    /// <summary>What the doubts say to give is what helps.</summary>
    [Theory]
    [InlineData("--client 11", $"104.16.9.1 {Rest} rt=0.1 xff=1.0.113.{{n}}")]
    [InlineData("--client 10", $"104.16.9.1 {Rest} [1.0.113.{{n}}]")]
    [InlineData("--client 10", $"104.16.9.1 {Rest} \"for=1.0.113.{{n}};proto=https\"")]
    [InlineData("--client 10 --trusted-proxy 10.0.0.0/8", $"104.16.9.1 {Rest} \"for=1.0.113.{{n}};proto=https, for=10.0.0.1\"")]
    [InlineData("--client 10 --trusted-proxy 10.0.0.0/8", $"104.16.9.1 {Rest} xff=\"1.0.113.{{n}}, 10.0.0.1\" rt=0.1")]
    [InlineData("--trusted-proxy 104.16.0.0/13", $"104.16.9.1 (1.0.113.{{n}}) {Rest}")]
    [InlineData("--trusted-proxy none", $"unknown, 1.0.113.{{n}} {Rest}")]
    [InlineData("--trusted-proxy 104.16.0.0/13", $"www.example.org 1.0.113.{{n}},104.16.9.1 {Rest}")]
    [InlineData("--trusted-proxy 104.16.0.0/13", $"1.0.113.{{n}}:54321, 104.16.9.1:443 {Rest}")]
    [InlineData("--client 10", $"104.16.9.1 {Rest} xff:1.0.113.{{n}}")]
    [InlineData("--client 10", $"104.16.9.1 {Rest} {{\"xff\":\"1.0.113.{{n}}\"}}")]
    [InlineData("--client 10 --trusted-proxy 104.16.0.0/13", $"104.16.9.1 {Rest} 1.0.113.{{n}}->104.16.9.1")]
    [InlineData("--client captures", "104.16.9.1:333 [2026-09-04T14:00:0{n}Z] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1.0.113.{n}|www.example.org} {} \"GET /en HTTP/1.1\"")]
    [InlineData("--client headers.X-Forwarded-For", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"104.16.9.1\",\"headers\":[{\"name\":\"X-Forwarded-For\",\"value\":\"1.0.113.{n}\"}]," + Json)]
    [InlineData("--trusted-proxy 104.16.0.0/13", "{\"time\":\"2026-09-04T14:00:0{n}Z\",\"remote_addr\":\"104.16.9.1\",\"headers\":{\"X-Forwarded-For\":[\"198.51.100.9\", \"1.0.113.{n}\"]}," + Json)]
    [InlineData("--client x-forwarded-for --trusted-proxy 10.0.0.0/8", "#Fields: date time x-edge-location c-ip cs-method cs-uri-stem sc-status cs(User-Agent) x-forwarded-for\n2026-09-04\t14:00:0{n}\tYTO50\t104.16.9.1\tGET\t/en\t200\tMozilla/5.0%20(X11)\t1.0.113.{n},%2010.0.0.1")]
    [InlineData("--client OriginalIP", $"{Iis} OriginalIP\n2026-09-04 14:00:0{{n}} 10.0.0.4 GET /en - 104.16.9.1 Mozilla/5.0+(X11) 200 1.0.113.{{n}}")]
    public async Task Import_WithWhatTheDoubtSays_ReadsTheSixVisitors(string options, string line)
    {
        var (code, _, error) = await ImportAsync(line, options.Split(' '));

        Assert.True(code == 0, error);
        Assert.Equal(6, Visitors());
    }

    /// <summary>What may be as it is, or read from a wrong place: it is said.</summary>
    [Theory]
    [InlineData(1, "its 6 IPv6 addresses lie in 1 networks (/64)", $"2001:db8::{{n}} {Rest}")]
    [InlineData(0, "has no page view that was served", $"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" 512 200 {Agents}")]
    [InlineData(6, "9 of its lines are of no request, as broken handshakes are. The first is line 1, column 45: it is no request as a site gets it", $"192.0.2.1 - - [04/Sep/2026:14:00:00 +0000] \"\\x16\\x03\" 400 0 {Agents}\n1.0.113.{{n}} - - {Time} {Request} {Agents}")]
    public async Task Import_LogThatIsOdd_SaysSo(int visitors, string word, string line)
    {
        var lines = line.Split('\n');
        var outcome = await ImportAsync(string.Join('\n', [.. lines[..^1].SelectMany(before => Enumerable.Repeat(before, 9)), lines[^1]]));

        Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
        Assert.Equal((0, visitors), (outcome.Code, Visitors()));
    }

    [Theory]
    [InlineData($"1.0.113.{{n}} - - {Time} {Request} \"-\" \"-\"")]
    [InlineData("{\"ClientHost\":\"1.0.113.{n}\",\"DownstreamStatus\":200,\"RequestMethod\":\"GET\",\"RequestPath\":\"/en\",\"StartUTC\":\"2026-09-04T14:00:0{n}Z\"}")]
    [InlineData("#Fields: date time cs-method cs-uri-stem c-ip sc-status\n2026-09-04 14:00:0{n} GET /en 1.0.113.{n} 200")]
    public async Task Import_LogWhoseUserAgentsAreEmpty_SaysSo(string line)
    {
        var (code, _, error) = await ImportAsync(line);

        Assert.Contains(NoUserAgents, error, StringComparison.Ordinal);
        Assert.Equal((0, 6), (code, Visitors()));
    }

    [Theory]
    [InlineData($"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" - 0 {Agents}")]
    [InlineData($"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" 0 0 {Agents}")]
    [InlineData($"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" 000 0 {Agents}")]
    [InlineData($"1.0.113.{{n}} - - {Time} \"GET /en HTTP/1.1\" 499 0 {Agents}")]
    [InlineData("[2026-09-04T14:00:0{n}.000Z] \"GET /en HTTP/2\" 0 DC 0 0 10 - \"1.0.113.{n}\" \"Mozilla/5.0 (X11)\" \"cc21d9b0\" \"example.org\" \"10.0.0.2:80\"")]
    [InlineData("http 2026-09-04T14:00:0{n}.186641Z app/my/50dc 1.0.113.{n}:2817 - -1 -1 -1 460 - 34 366 \"GET http://www.example.org:80/en HTTP/1.1\" \"Mozilla/5.0 (X11)\" - - arn:aws:x \"Root=1\"")]
    public async Task Import_RequestsWhoseClientWentAway_AreRefusedAsThat(string line)
    {
        Assert.Equal(0, (await ImportAsync(line)).Code);

        Assert.Equal(0, Visitors());
        Assert.All(
            _services.Records.SelectMany(record => record.Countries).SelectMany(country => country.RefusedPageViews),
            refused => Assert.Equal(Affluence.Counter.V1.RefusalCause.ClientGone, refused.Cause));
        Assert.Equal(6UL, _services.Requests);
    }

    private async Task<(int Code, string Output, string Error)> ImportAsync(string template, params string[] options)
    {
        var lines = template.Split('\n');
        string[] all =
        [
            .. lines[..^1],
            .. Enumerable.Range(1, 6).Select(number => lines[^1].Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        ];
        return await _folder.ImportAsync([_folder.Write("access.log", all), .. options]);
    }

    private int Visitors() => _services.Served().Select(visitor => visitor.Visitor).Distinct().Count();
}
