using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.ReportService.Tests.Fakes;
using AngleSharp.Dom;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Origins;

public sealed class OriginsPanelTests : BunitContext
{
    [Fact]
    public void Top_InEnglish_HoldsEachFigureAgainstTheOrdinaryHour()
    {
        var panel = Draw(SampleSnapshot.Night, "en");

        Assert.Equal(
            [
                "United States 50% 100,056 8.8% to 11.6% ×57 54% 1,200",
                "Canada 37% 74,041 88.4% to 91.2% ×4.9 32% 0",
                "Australia 3% 6,003 1% ×35 3.2% 0",
                "Unknown 0.1% 200 – – 0.1% 0",
            ],
            panel.FindAll("tbody tr").Select(Plain.Text));
    }

    [Fact]
    public void Top_InFrench_InTheWordsAndTypographyOfThePage()
    {
        var panel = Draw(SampleSnapshot.Night, "fr");

        Assert.Equal("États-Unis 50 % 100 056 8,8 % à 11,6 % ×57 54 % 1 200", Plain.Text(panel.Find("tbody tr")));
        Assert.Equal("Inconnu", Plain.Text(panel.Find(".origin-unknown th")));
        Assert.Equal(["Pays", "Part, visiteurs", "Part une semaine plus tôt", "Fois", "Part de la hausse", "Éconduits"], panel.FindAll("thead th").Select(Plain.Text));
    }

    [Fact]
    public void Top_ATableForWhoCanNotUseTheMap_HasNamedRowsAndColumns()
    {
        var panel = Draw(SampleSnapshot.Night, "en");

        Assert.All(panel.FindAll("tbody th"), head => Assert.Equal("row", head.GetAttribute("scope")));
        Assert.All(panel.FindAll("thead th"), head => Assert.Equal("col", head.GetAttribute("scope")));
        Assert.Equal("The countries with the most visitors", Plain.Text(panel.Find("caption")));
        Assert.All(panel.FindAll(".share-bar"), bar => Assert.Equal("true", bar.GetAttribute("aria-hidden")));
    }

    [Fact]
    public void ManyCountries_TenAtOnceAndTheRestOneTapAway()
    {
        var panel = Draw(Many(["AF", "BE", "CA", "DE", "EG", "FR", "GB", "HU", "IN", "JP", "KE", "LU"]), "en");

        Assert.Equal(10, panel.FindAll(".origins-body tbody tr").Count);
        Assert.Equal(12, panel.FindAll(".origins-all tbody tr").Count);
        Assert.Equal("All 12 countries", Plain.Text(panel.Find(".origins-all summary")));
    }

    [Fact]
    public void Sort_ByCountryInFrench_AsFrenchSorts()
    {
        var panel = Draw(Many(["AF", "DE", "AE", "US", "EG", "ES", "FR", "GB", "EC", "JP", "KE", "LU"]), "fr");

        Button(panel, "Pays").Click();

        // É is an E with an accent, and no letter after Z.
        Assert.Equal(
            ["Afghanistan", "Allemagne", "Égypte", "Émirats arabes unis", "Équateur", "Espagne", "États-Unis", "France", "Japon", "Kenya", "Luxembourg", "Royaume-Uni"],
            Names(panel));
        Assert.Equal("ascending", SortOf(panel, "Pays"));
    }

    [Fact]
    public void Sort_ByTheSameColumnAgain_TurnsItRound()
    {
        var panel = Draw(Many(["AF", "BE", "CA", "DE", "EG", "FR", "GB", "HU", "IN", "JP", "KE"]), "en");

        Assert.Equal("descending", SortOf(panel, "Share, visitors"));
        Button(panel, "Share, visitors").Click();

        Assert.Equal("ascending", SortOf(panel, "Share, visitors"));
        Assert.Equal("Kenya", Names(panel)[0]);
        Assert.Null(SortOf(panel, "Country"));
    }

    [Fact]
    public void Sort_WhatIsNotKnown_ComesLastWhicheverWayRound()
    {
        var snapshot = Many(["AF", "BE", "CA", "DE", "EG", "FR", "GB", "HU", "IN", "JP", "KE"]);
        snapshot = snapshot with { Countries = [.. snapshot.Countries.Select((country, index) => index == 3 ? country with { Ratio = null } : country)] };
        var panel = Draw(snapshot, "en");

        Button(panel, "Times").Click();
        Assert.Equal("Germany", Names(panel)[^1]);
        Button(panel, "Times").Click();

        Assert.Equal("Germany", Names(panel)[^1]);
    }

    [Fact]
    public void Map_ByRatio_ShowsRatiosAndSaysSo()
    {
        var panel = Draw(SampleSnapshot.Night, "en");
        Assert.Equal("map-5", panel.Find("[data-country=US]").ClassName);

        panel.FindAll(".choices button")[1].Click();

        Assert.Equal("map-4", panel.Find("[data-country=US]").ClassName);
        Assert.Equal("true", panel.FindAll(".choices button")[1].GetAttribute("aria-pressed"));
        Assert.Equal("false", panel.FindAll(".choices button")[0].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Fewer_ThanLastWeek_IsANegativePartOfTheIncrease()
    {
        var snapshot = SampleSnapshot.Night with { Countries = [SampleSnapshot.Country("CA", 100, 0.5, 0.5, -0.04, null, 0)] };

        Assert.Equal("Canada 50% 100 – ×0.5 −4% 0", Plain.Text(Draw(snapshot, "en").Find("tbody tr")));
    }

    [Fact]
    public void NoVisitors_SaysSoInPlaceOfAnEmptyTable()
    {
        var panel = Draw(SampleSnapshot.Nobody, "fr");

        Assert.Empty(panel.FindAll("table"));
        Assert.Equal("Il n’y a aucun visiteur dont montrer le pays.", Plain.Text(panel.Find("section > p")));
    }

    private static Snapshot Many(string[] codes) => SampleSnapshot.Night with
    {
        Countries = [.. codes.Select((code, index) => SampleSnapshot.Country(code, 1000 - index, 0.05, index + 1, 0.05, null, 0))],
    };

    private IRenderedComponent<OriginsPanel> Draw(Snapshot snapshot, string language)
    {
        Assert.True(Typography.TryFind(language, out var words));
        return Render<OriginsPanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.Rows, OriginRows.Of(snapshot, words)));
    }

    private static IElement Button(IRenderedComponent<OriginsPanel> panel, string head) =>
        panel.FindAll(".origins-all thead button").Single(button => button.TextContent.StartsWith(head, StringComparison.Ordinal));

    private static string? SortOf(IRenderedComponent<OriginsPanel> panel, string head) => Button(panel, head).ParentElement!.GetAttribute("aria-sort");

    private static IReadOnlyList<string> Names(IRenderedComponent<OriginsPanel> panel) => [.. panel.FindAll(".origins-all tbody th").Select(Plain.Text)];
}
