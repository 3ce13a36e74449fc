using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Affluence.Site.Tests.Pages;

[Trait("Category", "Integration")]
public sealed class ErrorPageTests
{
    [Theory]
    [InlineData("/en/nowhere", null, "en", "We can’t find that page")]
    [InlineData("/fr/nowhere", null, "fr", "Cette page est introuvable")]
    [InlineData("/fr/nowhere", "en", "fr", "Cette page est introuvable")]
    [InlineData("/nowhere", null, "en", "We can’t find that page")]
    [InlineData("/nowhere", "fr-CA,en;q=0.5", "fr", "Cette page est introuvable")]
    [InlineData("/english", null, "en", "We can’t find that page")]
    [InlineData("/en/work/abroad", null, "en", "We can’t find that page")]
    [InlineData("/site/nothing.css", "fr", "fr", "Cette page est introuvable")]
    public async Task UnknownPath_Asked_IsNotFoundInTheRightLanguage(string path, string? acceptLanguage, string language, string heading)
    {
        await using var site = await SiteHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);

        using var response = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{heading}</h1>", html, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(path[..4] is "/en/" or "/fr/" ? [] : ["Accept-Language"], response.Headers.Vary);
    }

    [Fact]
    public async Task Fault_InAPage_IsTheErrorPageAndTellsNothing()
    {
        await using var site = await SiteHost.StartAsync(map: app =>
            app.MapGet("/fr/fault", string () => throw new InvalidOperationException("a secret detail")));

        using var response = await site.Pages.GetAsync("/fr/fault", TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("<h1>Un problème est survenu de notre côté</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("/en/nowhere")]
    [InlineData("/fr/nowhere")]
    public async Task LinksOfAnErrorPage_Followed_AreNotBroken(string path)
    {
        await using var site = await SiteHost.StartAsync();
        using var response = await site.Pages.GetAsync(path, TestContext.Current.CancellationToken);
        var references = HtmlText.References(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            using var target = await site.Pages.GetAsync(reference, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, target.StatusCode);
        }
    }
}
