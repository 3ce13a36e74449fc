using System.Net;
using System.Text.RegularExpressions;
using Affluence.ReportService.Tests.Fakes;
using AngleSharp;
using AngleSharp.Dom;

namespace Affluence.ReportService.Tests.Dashboard.Page;

/// <summary>The page as the report serves it, over a real socket.</summary>
[Trait("Category", "Integration")]
public sealed class DashboardPageTests(SharedReport report) : IClassFixture<SharedReport>
{
    [Theory]
    [InlineData("/", "en-CA", "200,000 ± 360", "12 times as many as at the same moment last week: 17,000, at 11 p.m. on Tuesday, November 1, 2016.", "Visitors now – Affluence")]
    [InlineData("/fr", "fr-CA", "200 000 ± 360", "12 fois le nombre du même moment la semaine dernière : 17 000, à 23 h, le mardi 1er novembre 2016.", "Visiteurs en ce moment – Affluence")]
    public async Task FirstHtml_HasTheFiguresInThePagesLanguage(string address, string language, string figure, string comparison, string title)
    {
        var page = await OpenAsync(address);

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, page.Title);
        Assert.Equal(figure, Plain.Text(page.QuerySelector(".now-figure")!));
        Assert.StartsWith(comparison, Plain.Text(page.QuerySelector(".now-comparison")!), StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll(".origins-body tbody tr").Length);
        Assert.Equal(2, page.QuerySelectorAll(".statement-text").Length);
        Assert.NotEmpty(page.QuerySelectorAll(".curve-visitors .mud-chart-line path"));
        Assert.Equal(180, page.QuerySelectorAll("[data-curve-rows] tbody tr").Length);
    }

    [Theory]
    [InlineData("/", "/fr")]
    [InlineData("/fr", "/")]
    [InlineData("/?at=2016-11-08T22:30&span=24h", "/fr?at=2016-11-08T22:30&span=24h")]
    public async Task OtherLanguage_IsALinkToTheSame_AndToldToSearchEngines(string address, string other)
    {
        var page = await OpenAsync(address);

        Assert.Equal(other, page.QuerySelector(".page-tools a")!.GetAttribute("href"));
        var alternates = page.QuerySelectorAll("link[rel=alternate]").ToDictionary(link => link.GetAttribute("hreflang")!, link => link.GetAttribute("href")!);
        Assert.Equal(["en-CA", "fr-CA", "x-default"], alternates.Keys.Order());
        Assert.EndsWith(other, alternates[page.QuerySelector(".page-tools a")!.GetAttribute("hreflang")!], StringComparison.Ordinal);
        Assert.EndsWith(address, alternates[page.DocumentElement.GetAttribute("lang")!], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?at=2016-11-08T21:30", "You are looking at the past", "9:30 p.m. on Tuesday, November 8, 2016")]
    [InlineData("/fr?at=2016-11-09T02:30:00Z", "Vous regardez le passé", "21 h 30, le mardi 8 novembre 2016")]
    public async Task At_ShowsThatMinute_MarkedAsPast(string address, string banner, string time)
    {
        var page = await OpenAsync(address);

        Assert.Equal(banner, Plain.Text(page.QuerySelector("#moment-title")!));
        Assert.Equal(time, Plain.Text(page.QuerySelector(".moment-time")!));
        Assert.EndsWith("?at=2016-11-08T21:30", page.QuerySelector(".moment-permalink a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("noscript meta"));
    }

    [Theory]
    [InlineData("/?at=nonsense", HttpStatusCode.BadRequest, "This address can’t be read", "at: 'nonsense' is neither an RFC 3339 instant")]
    [InlineData("/fr?at=2016-13-40T99:00", HttpStatusCode.BadRequest, "Cette adresse ne se lit pas", "at: '2016-13-40T99:00' is neither")]
    [InlineData("/?at=2016-11-06T01:30", HttpStatusCode.BadRequest, "This address can’t be read", "happens twice in America/Toronto")]
    [InlineData("/?at=2016-11-08T23:00&at=2016-11-08T22:00", HttpStatusCode.BadRequest, "This address can’t be read", "at: is given more than once.")]
    [InlineData("/?at=", HttpStatusCode.BadRequest, "This address can’t be read", "at: ''")]
    [InlineData("/?span=9y", HttpStatusCode.BadRequest, "This address can’t be read", "span: '9y' is unknown; it is one of 3h, 24h, 7d.")]
    [InlineData("/?at=2016-01-01T00:00", HttpStatusCode.NotFound, "There are no figures of this minute", "No gateway recorded anything")]
    [InlineData("/fr?at=2016-11-10T00:00", HttpStatusCode.NotFound, "Il n’y a pas de chiffres pour cette minute", "The moment lies in the future.")]
    public async Task AddressThatCanNotBeShown_SaysWhatIsWrong_WithTheRightStatus(string address, HttpStatusCode status, string title, string reason)
    {
        using var response = await report.Host.Http.GetAsync(address);

        var page = await ParseAsync(response);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(title, Plain.Text(page.QuerySelector("#fault-title")!));
        Assert.Contains(reason, Plain.Text(page.QuerySelector(".fault .reason")!), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("form.moment-picker"));
        Assert.Empty(page.QuerySelectorAll(".now-figure"));
    }

    [Fact]
    public async Task Script_InTheAddress_IsText()
    {
        using var response = await report.Host.Http.GetAsync("/?at=%3Cscript%3Ealert(1)%3C/script%3E");

        Assert.Empty((await ParseAsync(response)).QuerySelectorAll("main script"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task ParameterOfOthers_IsLetBe() => Assert.NotNull((await OpenAsync("/?utm_source=mail")).QuerySelector(".now-figure"));

    [Theory]
    [InlineData("/")]
    [InlineData("/fr?at=nonsense")]
    public async Task Headers_AreStrict_AndThereIsNoCookie(string address)
    {
        using var response = await report.Host.Http.GetAsync(address);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain(policy, directive => directive.Contains("unsafe", StringComparison.Ordinal) && !directive.StartsWith("style-src-attr ", StringComparison.Ordinal));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Page_HoldsNoScriptOrStyleThatItsPolicyWouldRefuse()
    {
        var page = await OpenAsync("/");

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.DoesNotContain(page.QuerySelectorAll("*").SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        using var response = await report.Host.Http.GetAsync("/");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.All(page.QuerySelectorAll("style"), style => Assert.Contains(HashOf(style.TextContent), policy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EverythingThePageAsksFor_ComesFromHere_AndIsThere()
    {
        var page = await OpenAsync("/");

        string[] files = [.. page.QuerySelectorAll("script[src]").Select(script => script.GetAttribute("src")!),
            .. page.QuerySelectorAll("link[rel=stylesheet], link[rel=icon]").Select(link => link.GetAttribute("href")!)];
        Assert.Equal(8, files.Length);
        foreach (var file in files)
        {
            Assert.False(Uri.TryCreate(file, UriKind.Absolute, out _), file);
            using var response = await report.Host.Http.GetAsync("/" + file);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{file}: {response.StatusCode}");
            if (file.EndsWith(".css", StringComparison.Ordinal))
            {
                Assert.DoesNotMatch(new Regex("@import|https?:|url\\(", RegexOptions.NonBacktracking), await response.Content.ReadAsStringAsync());
            }
        }
    }

    [Fact]
    public async Task ApiPage_IsLinkedInTheFooter_AndStillThere()
    {
        var page = await OpenAsync("/");
        var link = page.QuerySelector("footer a[href='/scalar/']");
        using var response = await report.Host.Http.GetAsync("/scalar/");

        Assert.NotNull(link);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Structure_OneMainHeadingLandmarksAndAWayPastTheHeader()
    {
        var page = await OpenAsync("/");

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Single(page.QuerySelectorAll("body > header"));
        Assert.Single(page.QuerySelectorAll("body > footer"));
        Assert.Equal("/#main", page.QuerySelector("body > a")!.GetAttribute("href"));
        Assert.All(page.QuerySelectorAll("section"), section => Assert.NotNull(page.GetElementById(section.GetAttribute("aria-labelledby")!)));

        // MudBlazor gives each of its charts a filter of the same name.
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!).Where(id => id != "lighten")];
        Assert.Equal(ids, ids.Distinct());
    }

    [Fact]
    public async Task Head_AsGetWithoutABody_AndNothingCanBePosted()
    {
        using var head = await report.Host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/fr"));
        using var post = await report.Host.Http.PostAsync("/", content: null);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Page_IsCompressedForWhoAsks_AndTheApiIsNot()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept-Encoding", "br");
        using var page = await report.Host.Http.SendAsync(request);
        using var question = new HttpRequestMessage(HttpMethod.Get, "/api/v1/snapshots/current");
        question.Headers.Add("Accept-Encoding", "br");
        using var answer = await report.Host.Http.SendAsync(question);

        Assert.Equal("br", Assert.Single(page.Content.Headers.ContentEncoding));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    private async Task<IDocument> OpenAsync(string address)
    {
        using var response = await report.Host.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ParseAsync(response);
    }

    private static async Task<IDocument> ParseAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }

    private static string HashOf(string text) =>
        $"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))}'";
}
