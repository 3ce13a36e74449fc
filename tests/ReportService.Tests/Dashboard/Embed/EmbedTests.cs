using System.Net;
using Affluence.ReportService.Tests.Fakes;
using AngleSharp;
using AngleSharp.Dom;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests.Dashboard.Embed;

/// <summary>The embeddable figure as the report serves it, over a real socket.</summary>
[Trait("Category", "Integration")]
public sealed class EmbedTests(SharedReport report) : IClassFixture<SharedReport>
{
    [Theory]
    [InlineData("/embed", "en-CA", "Visitors now", "200,000 ± 360", "12 times", "/")]
    [InlineData("/fr/embed", "fr-CA", "Visiteurs en ce moment", "200 000 ± 360", "12 fois", "/fr")]
    public async Task Live_TheFigureInTheLanguage_LoadsItselfAgainWithoutAScript(
        string address, string language, string title, string figure, string lead, string page)
    {
        var document = await OpenAsync(address);

        Assert.Equal(language, document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, Plain.Text(document.QuerySelector("h1")!));
        Assert.Equal(figure, Plain.Text(document.QuerySelector(".embed-figure")!));
        Assert.Equal(lead, Plain.Text(document.QuerySelector(".embed-comparison strong")!));
        Assert.Equal("30", document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.Equal(page, document.QuerySelector(".embed-source a")!.GetAttribute("href"));
        Assert.Empty(document.QuerySelectorAll("script, form, iframe, style, [style]"));
        Assert.Empty(document.QuerySelectorAll(".embed-stale"));
    }

    [Theory]
    [InlineData("/embed", "light dark", "curve.svg?theme=light&width=800", 1)]
    [InlineData("/embed?theme=dark", "dark", "curve.svg?theme=dark&width=800", 0)]
    [InlineData("/fr/embed?theme=light&span=24h", "light", "curve.svg?span=24h&lang=fr&theme=light&width=800", 0)]
    public async Task Theme_AsAskedOrAsTheReadersSystem(string address, string scheme, string picture, int sources)
    {
        var document = await OpenAsync(address);
        using var drawn = await report.Host.Http.GetAsync(document.QuerySelector("img")!.GetAttribute("src"), TestContext.Current.CancellationToken);

        Assert.Equal(scheme, document.QuerySelector("meta[name=color-scheme]")!.GetAttribute("content"));
        Assert.Equal($"/api/v1/pictures/{picture}", document.QuerySelector("img")!.GetAttribute("src"));
        Assert.Equal(sources, document.QuerySelectorAll("source").Length);
        Assert.NotEmpty(document.QuerySelector("img")!.GetAttribute("alt")!);
        Assert.Equal(HttpStatusCode.OK, drawn.StatusCode);
    }

    [Fact]
    public async Task Past_StaysAsItIs()
    {
        var document = await OpenAsync("/embed?at=2016-11-08T22:30");

        Assert.Equal("Visitors at that moment", Plain.Text(document.QuerySelector("h1")!));
        Assert.Empty(document.QuerySelectorAll("meta[http-equiv=refresh]"));
        Assert.Equal("/?at=2016-11-08T22:30", document.QuerySelector(".embed-source a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/embed?theme=pink", 400, "theme: 'pink' is unknown; it is one of auto, light, dark.")]
    [InlineData("/embed?at=yesterday", 400, "at: 'yesterday'")]
    [InlineData("/fr/embed?span=9y", 400, "span: '9y' is unknown")]
    public async Task BadParameter_400NamingIt(string address, int status, string detail) =>
        await Api.PastSnapshotTests.AssertProblemAsync(report.Host, address, status, detail);

    [Fact]
    public async Task MinuteWithoutFigures_404_ThatSaysWhy()
    {
        using var response = await report.Host.Http.GetAsync("/embed?at=2015-01-01T00:00", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("No gateway recorded anything", (await ParseAsync(response)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_EverySiteMayFrameIt_AndNothingElseIsLoosened()
    {
        using var embed = await report.Host.Http.GetAsync("/embed", TestContext.Current.CancellationToken);
        using var page = await report.Host.Http.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
            Assert.Single(embed.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", embed.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(embed.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(embed.Headers.Contains("X-Frame-Options"));
        Assert.False(embed.Headers.Contains("Set-Cookie"));
        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylesheets_ComeFromHere_AndAreThere()
    {
        var document = await OpenAsync("/embed");

        foreach (var sheet in document.QuerySelectorAll("link[rel=stylesheet]"))
        {
            using var response = await report.Host.Http.GetAsync(sheet.GetAttribute("href"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Post_IsNotAllowed()
    {
        using var post = await report.Host.Http.PostAsync("/embed", content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task CounterAway_TheFigureIsMarkedAsOld()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 100)));
        await host.FirstSnapshotAsync();
        host.Counter.Failure = StatusCode.Unavailable;

        var document = await host.AdvanceUntilAsync(async () =>
        {
            using var response = await host.Http.GetAsync("/fr/embed", TestContext.Current.CancellationToken);
            var page = await ParseAsync(response);
            return page.QuerySelector(".embed-stale") is null ? null : page;
        });

        Assert.StartsWith("Ce chiffre est ancien", Plain.Text(document.QuerySelector(".embed-warning")!), StringComparison.Ordinal);
        Assert.Equal("100 ± 1", Plain.Text(document.QuerySelector(".embed-figure")!));
    }

    [Fact]
    public async Task NothingComposedYet_503_ThatLoadsItselfAgain()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = StatusCode.Unavailable);

        using var response = await host.Http.GetAsync("/embed", TestContext.Current.CancellationToken);
        var document = await ParseAsync(response);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("There is no figure yet", Plain.Text(document.QuerySelector("h1")!));
        Assert.NotNull(document.QuerySelector("meta[http-equiv=refresh]"));
    }

    [Fact]
    public async Task FrameAncestors_AsConfigured()
    {
        await using var host = await ReportHost.StartAsync(
            counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 100)), settings: ("Report:Embed:FrameAncestors", "https://www.canada.ca https://*.example.ca"));

        using var response = await host.Http.GetAsync("/fr/embed", TestContext.Current.CancellationToken);

        Assert.EndsWith("frame-ancestors https://www.canada.ca https://*.example.ca", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*; script-src *")]
    [InlineData("https://a.ca, https://b.ca")]
    [InlineData("*\r\nX-Injected: 1")]
    public async Task FrameAncestors_ThatWouldBreakTheHeader_StopTheStart(string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ReportHost.StartAsync(settings: ("Report:Embed:FrameAncestors", value)));

        Assert.Contains("Report:Embed:FrameAncestors is '", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    private async Task<IDocument> OpenAsync(string address)
    {
        using var response = await report.Host.Http.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return await ParseAsync(response);
    }

    private static async Task<IDocument> ParseAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);
    }
}
