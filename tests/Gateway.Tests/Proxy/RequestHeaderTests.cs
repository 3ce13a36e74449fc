using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Proxy;

/// <summary>What the site is told of a request by its headers: what the visitor may say, and what only the gateway may.</summary>
[Trait("Category", "Integration")]
public sealed class RequestHeaderTests
{
    private static readonly (string, string)[] TrustLoopback = [("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8")];

    [Theory]
    // Who asks.
    [InlineData("Forwarded", "for=6.6.6.6")]
    [InlineData("X-Real-IP", "6.6.6.6")]
    [InlineData("x-real-ip", "6.6.6.6")]
    [InlineData("True-Client-IP", "6.6.6.6")]
    [InlineData("X-Client-IP", "6.6.6.6")]
    [InlineData("Client-IP", "6.6.6.6")]
    [InlineData("CF-Connecting-IP", "6.6.6.6")]
    [InlineData("CF-IPCountry", "QQ")]
    [InlineData("X-Azure-ClientIP", "6.6.6.6")]
    [InlineData("X-Envoy-External-Address", "6.6.6.6")]
    [InlineData("X-Original-For", "6.6.6.6")]
    [InlineData("X-Forwarded-Client-Cert", "Subject=admin")]
    [InlineData("X-Forwarded-User", "admin")]
    [InlineData("X-Remote-User", "admin")]
    [InlineData("X-MS-CLIENT-PRINCIPAL-NAME", "admin")]
    [InlineData("X-ARR-ClientCert", "MII")]
    [InlineData("MS-ASPNETCORE-CLIENTCERT", "MII")]
    [InlineData("X_Forwarded_For", "6.6.6.6")]
    [InlineData("CONTENT_LENGTH", "6")]
    // What is asked for.
    [InlineData("X-Original-URL", "/admin")]
    [InlineData("X-Rewrite-URL", "/admin")]
    [InlineData("X-Envoy-Original-Path", "/admin")]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-Method-Override", "DELETE")]
    [InlineData("X-Original-Host", "evil.example")]
    [InlineData("X-Host", "evil.example")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("X-Forwarded-Port", "6")]
    [InlineData("X-Forwarded-Server", "evil.example")]
    [InlineData("Proxy", "http://evil.example")]
    // Hop by hop.
    [InlineData("Proxy-Authorization", "Basic eDp5")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("TE", "gzip")]
    [InlineData("Trailer", "X-Checksum")]
    [InlineData("HTTP2-Settings", "AAMAAABkAAQAAP__")]
    // Traces begin at the gateway.
    [InlineData("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("tracestate", "evil=1")]
    [InlineData("baggage", "evil=1")]
    [InlineData("Correlation-Context", "evil=1")]
    [InlineData("Request-Id", "|evil.1.")]
    public async Task HeaderThatOthersWrite_DoesNotReachTheSite(string name, string value)
    {
        var seen = await SeenAsync($"{name}: {value}\r\nX-Kept: yes\r\n");

        Assert.DoesNotContain(seen.SelectMany(header => header.Value), seenValue => seenValue!.Contains(value, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("yes", seen["X-Kept"]);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "6.6.6.6", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https", "http")]
    [InlineData("X-Forwarded-Host", "evil.example", "localhost")]
    public async Task Forwarded_FromAnybody_IsWrittenAnew(string name, string value, string expected) =>
        Assert.Equal(expected, (await SeenAsync($"{name}: {value}\r\n"))[name]);

    [Theory]
    [InlineData("X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\n", "X-Forwarded-For", "1.2.3.4")]
    [InlineData("X-Forwarded-For: ::ffff:1.2.3.4\r\n", "X-Forwarded-For", "1.2.3.4")]
    [InlineData("X-Forwarded-For: unknown\r\n", "X-Forwarded-For", "")]
    [InlineData("X-Forwarded-Proto: https\r\n", "X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Proto: https, http\r\n", "X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Proto: http\r\nX-Forwarded-Proto: HTTPS\r\n", "X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Proto: javascript\r\n", "X-Forwarded-Proto", "http")]
    public async Task Forwarded_FromATrustedProxy_IsTheClientAndItsScheme(string headers, string name, string expected) =>
        Assert.Equal(expected, (await SeenAsync(headers, TrustLoopback))[name].ToString());

    [Fact]
    public async Task ConnectionHeader_NamesOtherHeaders_TheyReachTheSiteAllTheSame()
    {
        var seen = await SeenAsync("Connection: keep-alive, Cookie, Authorization, X-Forwarded-For\r\nCookie: a=b\r\nAuthorization: Basic eDp5\r\n");

        Assert.Equal("a=b", seen.Cookie);
        Assert.Equal("Basic eDp5", seen.Authorization);
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Empty(seen.Connection.ToString());
    }

    [Theory]
    [InlineData("bytes=0-1", true)]
    [InlineData("bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13,14-15,16-17,18-19", true)]
    [InlineData("bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13,14-15,16-17,18-19,20-21", false)]
    public async Task Range_OfMoreThanTenParts_IsTakenOff(string range, bool passes) =>
        // The cache asks for the whole instead.
        Assert.Equal(passes ? range : string.Empty, (await SeenAsync($"Range: {range}\r\n", ("Gateway:Cache:Enabled", "false"))).Range.ToString());

    [Fact]
    public async Task UpgradeToHttp2_IsNotPassedOn()
    {
        var seen = await SeenAsync("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n");

        Assert.Empty(seen.Upgrade.ToString());
        Assert.Empty(seen.Connection.ToString());
    }

    private static async Task<IHeaderDictionary> SeenAsync(string headers, params (string Key, string Value)[] settings)
    {
        IHeaderDictionary seen = new HeaderDictionary();
        await using var gateway = await TestGateway.StartAsync(settings);
        gateway.Site = context =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
            return TestGateway.Page(context);
        };

        var answer = await gateway.SendRawAsync($"GET /en HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        return seen;
    }
}
