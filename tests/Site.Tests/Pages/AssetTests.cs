using System.Net;
using System.Net.Http.Headers;
using Affluence.Site.Assets;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.Site.Tests.Pages;

[Trait("Category", "Integration")]
public sealed class AssetTests
{
    [Fact]
    public async Task Assets_WhenTheContentRootIsElsewhere_AreServedForAYear()
    {
        await using var site = await SiteHost.StartAsync();
        var assets = site.Services.GetRequiredService<SiteAssets>();

        foreach (var (address, type) in new[] { (assets.Stylesheet, "text/css"), (assets.Icon, "image/svg+xml") })
        {
            using var response = await site.Pages.GetAsync(address, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Asset_AskedForAgain_IsNotModified()
    {
        await using var site = await SiteHost.StartAsync();
        using var first = await site.Pages.GetAsync("/site/site.css", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site/site.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Asset_OfAnotherVersion_IsNotKept()
    {
        await using var site = await SiteHost.StartAsync();
        using var response = await site.Pages.GetAsync("/site/site.css?v=0", TestContext.Current.CancellationToken);

        Assert.Equal(new CacheControlHeaderValue { NoCache = true }, response.Headers.CacheControl);
    }

    [Fact]
    public async Task Favicon_AskedForAtItsOldAddress_IsFound()
    {
        await using var site = await SiteHost.StartAsync();
        using var response = await site.Pages.GetAsync("/favicon.ico", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(site.Services.GetRequiredService<SiteAssets>().Icon, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/en", "default-src 'self'")]
    [InlineData("/site/site.css", "default-src 'self'")]
    [InlineData("/en/nowhere", "frame-ancestors 'none'")]
    public async Task Answers_All_CarryTheSecurityHeaders(string path, string directive)
    {
        await using var site = await SiteHost.StartAsync();
        using var response = await site.Pages.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains(directive, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }
}
