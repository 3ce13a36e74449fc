using System.Net;
using System.Text.RegularExpressions;
using Affluence.Site.Languages;
using Affluence.Site.Navigation;

namespace Affluence.Site.Tests.Pages;

[Trait("Category", "Integration")]
public sealed class PageTests(SharedSite site) : IClassFixture<SharedSite>
{
    public static TheoryData<string> Paths => [.. SitePage.All.SelectMany(page => SiteLanguage.All.Select(page.Path))];

    public static TheoryData<string> FrenchPaths => [.. SitePage.All.Select(page => page.Path(SiteLanguage.French)), "/fr/nowhere"];

    [Fact]
    public void Pages_TheirSlugs_AreThoseOtherPartsRelyOn() =>
        Assert.Equal(
            ["", "permanent-residence", "citizenship", "work", "study", "visit", "eligibility", "processing-times", "contact"],
            SitePage.All.Select(page => page.Slug));

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Read_IsACacheableDocumentInTheLanguageOfItsPath(string path)
    {
        using var response = await site.Pages.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var language = path[1..3];

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Equal([$"{language}-CA"], response.Content.Headers.ContentLanguage);
        Assert.Equal("public, max-age=60, stale-while-revalidate=60, stale-if-error=86400", string.Join(", ", response.Headers.NonValidated["Cache-Control"]));
        Assert.Empty(response.Headers.Vary);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Page_KnownToTheVisitor_IsConfirmed()
    {
        using var first = await site.Pages.GetAsync("/en/visit", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/visit");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);
        using var other = await site.Pages.GetAsync("/fr/visit", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.NotEqual(first.Headers.ETag, other.Headers.ETag);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Read_HasOneH1AndHeadingsInOrder(string path)
    {
        var levels = HtmlText.Headings(await ReadAsync(path)).Select(int.Parse).ToList();

        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Read_SaysThatItIsADemonstrationOfNoGovernment(string path)
    {
        var text = HtmlText.Visible(await ReadAsync(path));

        Assert.Contains(
            path.StartsWith("/en", StringComparison.Ordinal)
                ? "This is a demonstration.  It belongs to no government"
                : "Ceci est une démonstration.  Ce site n’appartient à aucun gouvernement",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Read_HasLandmarksSkipLinkAndDistinctTitle(string path)
    {
        var html = await ReadAsync(path);

        Assert.Contains("<a class=\"skip-link\" href=\"#main\">", html, StringComparison.Ordinal);
        Assert.Contains("<main id=\"main\"", html, StringComparison.Ordinal);
        Assert.All(["header", "nav", "main", "footer"], landmark => Assert.Single(HtmlText.Tags(html, landmark)));
        Assert.Single(Regex.Matches(html, "aria-current=\"page\""));
        Assert.All(HtmlText.Tags(html, "img"), image => Assert.NotNull(HtmlText.Attribute(image, "alt")));
        Assert.False(string.IsNullOrWhiteSpace(HtmlText.Title(html)));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task LanguageSwitch_OnEveryPage_LeadsToTheSamePage(string path)
    {
        var link = HtmlText.Tags(await ReadAsync(path), "a").Single(tag => HtmlText.Attribute(tag, "class") == "language");
        var other = path.StartsWith("/en", StringComparison.Ordinal) ? "fr" : "en";

        Assert.Equal($"/{other}{path[3..]}", HtmlText.Attribute(link, "href"));
        Assert.Equal(other, HtmlText.Attribute(link, "lang"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Read_HasNeitherScriptNorInlineStyle(string path)
    {
        var html = await ReadAsync(path);

        Assert.DoesNotMatch(new Regex(@"<script|<style|\sstyle=|\son[a-z]+="), html);
    }

    [Theory]
    [MemberData(nameof(FrenchPaths))]
    public async Task FrenchPage_Read_FollowsCanadianTypography(string path)
    {
        var text = HtmlText.Visible(await ReadAsync(path));

        // A space that a line may break at before a colon, inside guillemets, or between a number and its unit; any before ; ! or ?
        Assert.DoesNotMatch(new Regex(@" :|« | »|\d (h|%|ans|jours|semaines|heures)\b|[\u00A0 ][;!?]|'|\d:\d\d"), text);
    }

    [Fact]
    public async Task Titles_OfOneLanguage_Differ()
    {
        var titles = new List<string>();
        foreach (var page in SitePage.All)
        {
            titles.Add(HtmlText.Title(await ReadAsync(page.Path(SiteLanguage.French))));
        }

        Assert.Equal(SitePage.All.Count, titles.Distinct().Count());
    }

    [Fact]
    public async Task Links_FollowedFromBothHomes_ReachEveryPageAndNothingElse()
    {
        var seen = new HashSet<string>();
        var toRead = new Queue<string>(["/en", "/fr"]);
        while (toRead.TryDequeue(out var path))
        {
            if (!seen.Add(path))
            {
                continue;
            }

            using var response = await site.Pages.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{path} answers {(int)response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                foreach (var reference in HtmlText.References(html).Where(reference => !reference.StartsWith('#')))
                {
                    Assert.Matches("^/[^/]", reference);
                    toRead.Enqueue(reference);
                }
            }
        }

        Assert.Equal(
            Paths.Select(row => row.Data).Order(), seen.Where(path => !path.StartsWith("/site/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Page_AskedForByHead_HasNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/en/work");
        using var response = await site.Pages.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ProcessingTimes_Read_AreSaidToBeMadeUp()
    {
        Assert.Contains("made up for the demonstration", await ReadAsync("/en/processing-times"), StringComparison.Ordinal);
        Assert.Contains("inventés pour la démonstration", await ReadAsync("/fr/processing-times"), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var response = await site.Pages.GetAsync(path, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
