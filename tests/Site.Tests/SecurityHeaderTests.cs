using System.Net;

namespace Affluence.Site.Tests;

/// <summary>What every answer of the site says of itself, whatever was asked and however it ends.</summary>
[Trait("Category", "Integration")]
public sealed class SecurityHeaderTests(SharedSite site) : IClassFixture<SharedSite>
{
    [Theory]
    [InlineData("GET", "/", HttpStatusCode.Found)]
    [InlineData("GET", "/en", HttpStatusCode.OK)]
    [InlineData("HEAD", "/fr/work", HttpStatusCode.OK)]
    [InlineData("GET", "/en/eligibility?purpose=Visit&place=Outside&age=34", HttpStatusCode.OK)]
    [InlineData("GET", "/en/eligibility?age=%3Cscript%3E", HttpStatusCode.OK)]
    [InlineData("GET", "/site/site.css", HttpStatusCode.OK)]
    [InlineData("GET", "/favicon.ico", HttpStatusCode.Found)]
    [InlineData("GET", "/en/nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/site/nothing.css", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/site/site.css", HttpStatusCode.MethodNotAllowed)]
    // The form is sent by GET, keeps nothing and changes nothing. Who sends it by POST is asked for a token that no page hands out.
    [InlineData("POST", "/en/eligibility", HttpStatusCode.BadRequest)]
    public async Task Answer_OfAnyKind_CarriesThem(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'; script-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
        Assert.False(response.Headers.Contains("Set-Cookie"));
        // TLS ends in front of the gateway, and what ends it says this.
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task WhatWasEntered_ComesBackAsTextOnly()
    {
        var html = await site.Pages.GetStringAsync(
            "/en/eligibility?purpose=%22%3E%3Cscript%3E&place=%3Cimg%20src=x%3E&age=%22%20onfocus=%22alert(1)", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("value=\"&quot; onfocus=&quot;alert(1)\"", html, StringComparison.Ordinal);
    }
}
