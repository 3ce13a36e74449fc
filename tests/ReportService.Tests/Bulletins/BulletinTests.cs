using System.Text.Json.Nodes;
using Affluence.Report.Bulletins;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Bulletins;

public class BulletinTests
{
    [Fact]
    public async Task Bulletin_OfTheNightInEnglish_SaysWhatTheMinistrySaid()
    {
        await using var host = await NightAsync();

        var bulletin = await host.GetJsonAsync("/api/v1/bulletin?at=2016-11-08T23:00&lang=en");

        Assert.Equal("en", (string?)bulletin["lang"]);
        Assert.Equal("2016-11-08T23:00:00-05:00", (string?)bulletin["at"]);
        Assert.Equal("About 200,000 visitors on the site at 11 p.m. on Tuesday, November 8, 2016", (string?)bulletin["headline"]);
        Assert.Equal(
            [
                "As of 11 p.m. on Tuesday, November 8, 2016 (UTC−05:00), about 200,000 visitors were on the site.",
                "That is about 12 times as many as at the same moment a week earlier, at 11 p.m. on Tuesday, November 1, 2016 (about 17,000).",
                "By country of their network address: United States 50% (8.8% to 11.6% around the same moment a week earlier); " +
                    "Canada 40% (88.4% to 91.2% around the same moment a week earlier). This is where a connection comes from and not who is connected: " +
                    "visitors with an address in the United States are not necessarily Americans.",
                "People who could not connect to the site are not in these figures. In addition, about 1,200 visitors reached the site but were shown no page of it.",
            ],
            bulletin["paragraphs"]!.AsArray().Select(paragraph => (string?)paragraph).Take(4));
        Assert.Contains("five minutes", (string?)bulletin["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulletin_OfTheNightInFrench_InCanadianTypography()
    {
        await using var host = await NightAsync();

        var bulletin = await host.GetJsonAsync("/api/v1/bulletin?at=2016-11-08T23:00&lang=fr");

        // Tilde stands for the no-break space.
        Assert.Equal("Environ 200~000~visiteurs sur le site à 23~h, le mardi 8~novembre~2016", WithTildes(bulletin["headline"]));
        Assert.Equal(
            [
                "Le mardi 8~novembre~2016 à 23~h (UTC−05:00), environ 200~000~visiteurs se trouvaient sur le site.",
                "C’est environ 12 fois le nombre du même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h (environ 17~000).",
                "Selon le pays de leur adresse réseau~: États-Unis, 50~% (de 8,8~% à 11,6~% autour du même moment une semaine plus tôt); " +
                    "Canada, 40~% (de 88,4~% à 91,2~% autour du même moment une semaine plus tôt). Il s’agit de l’endroit d’où provient la connexion et non de la " +
                    "personne connectée~: les visiteurs ayant une adresse aux États-Unis ne sont pas nécessairement des Américains.",
                "Les personnes qui n’ont pas réussi à se connecter au site ne sont pas comprises dans ces chiffres. En outre, environ 1~200~visiteurs ont joint " +
                    "le site sans en obtenir une seule page.",
            ],
            bulletin["paragraphs"]!.AsArray().Select(WithTildes).Take(4));
    }

    [Theory]
    [InlineData("&format=markdown", "*/*", "text/markdown", "# About 200,000")]
    [InlineData("&format=text", "*/*", "text/plain", "About 200,000")]
    [InlineData("", "text/plain", "text/plain", "About 200,000")]
    [InlineData("", "text/markdown, application/json;q=0.9", "text/markdown", "# About 200,000")]
    [InlineData("", "text/html, */*;q=0.8", "application/json", "{")]
    public async Task Bulletin_AsAskedFor_InThatForm(string format, string accept, string mediaType, string beginning)
    {
        await using var host = await NightAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/bulletin?at=2016-11-08T23:00{format}");
        request.Headers.Accept.ParseAdd(accept);

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["en-CA"], response.Content.Headers.ContentLanguage);
        Assert.StartsWith(beginning, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "is not known.")]
    [InlineData("fr", "On ne sait pas")]
    public async Task Bulletin_FiguresNotKnown_SaysSoInsteadOfAFigure(string language, string words)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null);
        await host.FirstSnapshotAsync();

        var paragraphs = (await host.GetJsonAsync($"/api/v1/bulletin?lang={language}"))["paragraphs"]!.AsArray();

        Assert.Contains(words, (string?)paragraphs[0], StringComparison.Ordinal);
        Assert.Equal(3, paragraphs.Count);
    }

    [Fact]
    public async Task Bulletin_NoBaseline_SaysThatTheComparisonIsNotKnown()
    {
        await using var host = await ReportHost.StartAsync();
        await host.FirstSnapshotAsync();

        var paragraphs = (await host.GetJsonAsync("/api/v1/bulletin"))["paragraphs"]!.AsArray();

        Assert.Equal("How that compares with the same moment a week earlier, at 11 p.m. on Tuesday, November 1, 2016, is not known.", (string?)paragraphs[1]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(99, 99)]
    [InlineData(104, 100)]
    [InlineData(999, 1_000)]
    [InlineData(17_003, 17_000)]
    [InlineData(200_112, 200_000)]
    [InlineData(2_449_999, 2_400_000)]
    public void People_AnyCount_TwoFigures(long count, long rounded) => Assert.Equal(rounded, Rounding.People(count));

    [Theory]
    [InlineData(11.77, 12)]
    [InlineData(9.96, 10)]
    [InlineData(3.44, 3.4)]
    [InlineData(0.25, 0.3)]
    public void Times_AnyRatio_AsSaidAloud(double ratio, double said) => Assert.Equal((decimal)said, Rounding.Times(ratio));

    private static Task<ReportHost> NightAsync() => ReportHost.StartAsync(counter => counter.Windows = Api.CurrentSnapshotTests.Night);

    private static string? WithTildes(JsonNode? text) => ((string?)text)?.Replace('\u00A0', '~');
}
