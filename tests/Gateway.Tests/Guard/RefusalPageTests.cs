using System.Net;
using System.Text.RegularExpressions;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Guard;

[Trait("Category", "Integration")]
public sealed class RefusalPageTests
{
    [Fact]
    public async Task SiteGone_IsAPageInBothLanguagesThatNothingKeeps()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.StopSiteAsync();

        var response = await gateway.VisitAsync();

        await IsPageAsync(response, HttpStatusCode.BadGateway, "The site does not answer right now", "Le site ne répond pas en ce moment");
    }

    [Fact]
    public async Task SiteSilent_IsAPage()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Timeout", "00:00:00.100"));
        gateway.Site = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        await IsPageAsync(await gateway.VisitAsync(), HttpStatusCode.GatewayTimeout, "The site does not answer right now", "Le site ne répond pas");
    }

    [Fact]
    public async Task OverTheRate_IsAPage()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:RateLimit:Burst", "1"), ("Gateway:RateLimit:RequestsPerSecond", "1"), ("Gateway:RateLimit:ExemptNetworks:0", "192.0.2.0/24"));

        HttpResponseMessage response;
        do
        {
            response = await gateway.VisitAsync();
        }
        while (response.StatusCode == HttpStatusCode.OK);

        await IsPageAsync(response, HttpStatusCode.TooManyRequests, "Too many requests came from your connection", "Trop de demandes sont venues");
    }

    [Theory]
    [InlineData("BREW", "localhost", HttpStatusCode.MethodNotAllowed, "This kind of request is not accepted here", "Ce type de demande n’est pas accepté ici")]
    [InlineData("GET", "evil.example", HttpStatusCode.BadRequest, "This request cannot be read", "Cette demande est illisible")]
    public async Task Guarded_IsAPage(string method, string host, HttpStatusCode status, string english, string french)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/en");
        request.Headers.Host = host;

        await IsPageAsync(await gateway.Client.SendAsync(request), status, english, french);
    }

    [Fact]
    public async Task BodyOverTheLimit_WithoutALength_IsAPage()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:MaxBodyBytes", "100"));
        gateway.Site = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await TestGateway.Page(context);
        };

        var answer = await gateway.SendRawAsync($"POST /en HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n{new string('a', 128)}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Language: en, fr\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskedByHead_HasHeadersAndNoBody()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.StopSiteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/en");

        var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task SitesOwnRefusal_PassesAsItIs(int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.CacheControl = "max-age=7";
            return Task.CompletedTask;
        };

        var response = await gateway.VisitAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("max-age=7", response.Headers.CacheControl!.ToString());
        Assert.False(response.Headers.Contains("Content-Security-Policy"));
    }

    private static async Task IsPageAsync(HttpResponseMessage response, HttpStatusCode status, string english, string french)
    {
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["en", "fr"], response.Content.Headers.ContentLanguage);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'none'; ", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{english}", html, StringComparison.Ordinal);
        Assert.Matches(new Regex($"<div lang=\"fr\">\\s+<h1>{Regex.Escape(french)}"), html);
        // Canadian typography: no space before ; ! or ?, none that a line may break at between a number and its unit.
        Assert.DoesNotMatch(new Regex(@"[\u00A0 ][;!?]|\d secondes|'"), html[html.IndexOf("<div lang", StringComparison.Ordinal)..]);
    }
}
