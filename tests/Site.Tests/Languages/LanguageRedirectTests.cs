using System.Net;

namespace Affluence.Site.Tests.Languages;

[Trait("Category", "Integration")]
public sealed class LanguageRedirectTests(SharedSite site) : IClassFixture<SharedSite>
{
    [Theory]
    [InlineData(null, "/en")]
    [InlineData("", "/en")]
    [InlineData("fr", "/fr")]
    [InlineData("FR-ca", "/fr")]
    [InlineData("fr-FR,fr;q=0.9,en;q=0.8", "/fr")]
    [InlineData("en;q=0.5, fr;q=0.6", "/fr")]
    [InlineData("en, fr", "/en")]
    [InlineData("es, de;q=0.9, fr;q=0.1", "/fr")]
    [InlineData("fr;q=0, en;q=0.1", "/en")]
    [InlineData("fr;q=0", "/en")]
    [InlineData("fro", "/en")]
    [InlineData("*", "/en")]
    [InlineData("es", "/en")]
    [InlineData(";;,,", "/en")]
    public async Task Root_Asked_LeadsToThePreferredLanguage(string? acceptLanguage, string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);

        using var response = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.OriginalString);
        Assert.Equal(["Accept-Language"], response.Headers.Vary);
    }

    [Fact]
    public async Task Root_WithQuery_KeepsIt()
    {
        using var response = await site.Pages.GetAsync("/?source=poster", TestContext.Current.CancellationToken);

        Assert.Equal("/en?source=poster", response.Headers.Location?.OriginalString);
    }
}
