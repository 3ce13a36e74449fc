using Affluence.Report.Dashboard.Now;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Now;

public sealed class NowPanelTests : BunitContext
{
    [Fact]
    public void Night_InEnglish_SaysWhatTheMinistrySaid()
    {
        var panel = Draw(SampleSnapshot.Night, "en");

        Assert.Equal("200,112 ± 360", Plain.Text(panel.Find(".now-figure")));
        Assert.Equal("11 p.m. on Tuesday, November 8, 2016 2 s ago", Plain.Text(panel.Find(".now-time")));
        Assert.Equal("2016-11-08T23:00:00-05:00", panel.Find("time").GetAttribute("datetime"));
        Assert.Equal(
            "12 times as many as at the same moment last week: 17,003, at 11 p.m. on Tuesday, November 1, 2016. " +
            "Median of the last four weeks at this moment: 16,800 (×12)",
            Plain.Text(panel.Find(".now-comparison")));
        Assert.Equal(
            ["Surge since 9:47 p.m. (1 h 13 min)", "Difficult to reach since 10:58 p.m. (2 min)"],
            panel.FindAll(".state").Select(Plain.Text));
        Assert.Equal(
            [
                "Page views served 400,224", "Of these from the cache 320,179 80% of those served; 1,204 stale", "Page views refused 100,056 20% of all",
                "Visitors turned away 12,345 ± 380", "Visitors waiting 3,100 open since 10:51 p.m.; 5,000 let in, 900 gave up",
            ],
            panel.FindAll(".tiles > div").Select(Plain.Text));
    }

    [Fact]
    public void Night_InFrench_InFrenchWordsAndTypography()
    {
        var panel = Draw(SampleSnapshot.Night, "fr");

        Assert.Equal("200 112 ± 360", Plain.Text(panel.Find(".now-figure")));
        Assert.Equal("23 h, le mardi 8 novembre 2016 il y a 2 s", Plain.Text(panel.Find(".now-time")));
        Assert.Equal(
            "12 fois le nombre du même moment la semaine dernière : 17 003, à 23 h, le mardi 1er novembre 2016. " +
            "Médiane des quatre dernières semaines à ce moment : 16 800 (×12)",
            Plain.Text(panel.Find(".now-comparison")));
        Assert.Equal(
            ["Affluence exceptionnelle depuis 21 h 47 (1 h 13 min)", "Difficile à joindre depuis 22 h 58 (2 min)"],
            panel.FindAll(".state").Select(Plain.Text));
        Assert.Equal("Pages vues refusées 100 056 20 % du total", Plain.Text(panel.FindAll(".tiles > div")[2]));
        Assert.Equal("Dont du cache 320 179 80 % des servies; 1 204 périmées", Plain.Text(panel.FindAll(".tiles > div")[1]));
        Assert.Contains("200\u00A0112", panel.Find(".figure-value").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "How many there were at the same moment last week, at 11 p.m. on Tuesday, November 1, 2016, is not known.", "Surge: not known no ordinary week to compare with")]
    [InlineData("fr", "On ignore combien il y en avait au même moment la semaine dernière, à 23 h, le mardi 1er novembre 2016.", "Affluence : inconnue pas de semaine ordinaire à comparer")]
    public void NoBaseline_SaysThatItIsNotKnown_AndNoRatio(string language, string comparison, string surge)
    {
        var panel = Draw(SampleSnapshot.NoBaseline, language);

        Assert.Equal(comparison, Plain.Text(panel.Find(".now-comparison")));
        Assert.Empty(panel.FindAll(".now-comparison strong"));
        Assert.Equal(surge, Plain.Text(panel.Find(".state")));
        Assert.Equal("100 ± 1", Plain.Text(panel.Find(".now-figure")));
    }

    [Theory]
    [InlineData("en", "Nobody is there; at the same moment last week: 17,003, at 11 p.m. on Tuesday, November 1, 2016.", "no page was asked for", "No surge since 4 a.m. on Nov. 7 (1 d 19 h)")]
    [InlineData("fr", "Il n’y a personne; au même moment la semaine dernière : 17 003, à 23 h, le mardi 1er novembre 2016.", "aucune page n’a été demandée", "Pas d’affluence exceptionnelle depuis le 7 nov. à 4 h (1 j 19 h)")]
    public void ZeroVisitors_IsACountedZero(string language, string comparison, string pages, string surge)
    {
        var panel = Draw(SampleSnapshot.Nobody, language);

        Assert.Equal("0", Plain.Text(panel.Find(".now-figure")));
        Assert.StartsWith(comparison, Plain.Text(panel.Find(".now-comparison")), StringComparison.Ordinal);
        Assert.Contains(pages, Plain.Text(panel.FindAll(".tiles > div")[2]), StringComparison.Ordinal);
        Assert.Equal("0", Plain.Text(panel.FindAll(".tiles > div")[1].QuerySelector(".figure-value")!));
        Assert.Equal(surge, Plain.Text(panel.Find(".state")));
        Assert.Empty(panel.FindAll(".tile-grave"));
    }

    [Fact]
    public void NothingRecorded_NoFigureIsInvented_AndTheReasonIsSaid()
    {
        var panel = Draw(SampleSnapshot.Silent, "fr");

        Assert.Equal("inconnu No gateway recorded anything.", Plain.Text(panel.Find(".now-figure")));
        Assert.Equal("en", panel.Find(".now-figure .reason").GetAttribute("lang"));
        Assert.Empty(panel.FindAll(".figure-value"));
        Assert.Empty(panel.FindAll("[data-age]"));
        Assert.Equal("Sans chiffre, il n’y a rien à comparer.", Plain.Text(panel.Find(".now-comparison span")));
    }

    [Fact]
    public void Sources_NotTold_NoFigureIsInvented_AndTheReasonIsSaid()
    {
        var night = SampleSnapshot.Night;
        var panel = Draw(
            night with
            {
                PageViews = night.PageViews! with { FromCache = null, FromCacheStale = null },
                Unavailable = new Dictionary<string, string> { ["pageViews.fromCache"] = "A gateway did not tell." },
            },
            "en");

        Assert.Equal("Of these from the cache not known A gateway did not tell.", Plain.Text(panel.FindAll(".tiles > div")[1]));
    }

    [Theory]
    [InlineData(0.5, "50% fewer than at")]
    [InlineData(0.97, "About as many as at")]
    [InlineData(1.0, "About as many as at")]
    [InlineData(1.3, "1.3 times as many as at")]
    [InlineData(11.77, "12 times as many as at")]
    public void Ratio_InWords(double ratio, string expected)
    {
        var panel = Draw(SampleSnapshot.Night with { Ratio = ratio }, "en");

        Assert.StartsWith(expected, Plain.Text(panel.Find(".now-comparison")), StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyLastWeek_IsNotARatio()
    {
        var snapshot = SampleSnapshot.Night with { Ratio = null, Baseline = SampleSnapshot.Night.Baseline with { Visitors = 0 } };

        var panel = Draw(snapshot, "en");

        Assert.StartsWith("Nobody was there at the same moment last week", Plain.Text(panel.Find(".now-comparison")), StringComparison.Ordinal);
    }

    [Fact]
    public void Meaning_IsOneTapAway_WithDefinitionsAndTheSnapshotAsJson()
    {
        var live = Draw(SampleSnapshot.Night, "en");
        var past = Draw(SampleSnapshot.Night, "en", live: false);

        Assert.Equal("/api/v1/snapshots/current", live.Find(".meaning a").GetAttribute("href"));
        Assert.Equal("/api/v1/snapshots/2016-11-08T23:00", past.Find(".meaning a").GetAttribute("href"));
        Assert.Contains("visitors", live.FindAll(".definitions dt").Select(Plain.Text));
        Assert.Contains("Over the last minute: 90,000. Over the last 30 minutes: 310,000.", Plain.Text(live.Find(".meaning")), StringComparison.Ordinal);
    }

    [Fact]
    public void Past_SaysSo_AndNothingTicks()
    {
        var panel = Draw(SampleSnapshot.Night, "en", live: false);

        Assert.Equal("Visitors at that moment", Plain.Text(panel.Find("h2")));
        Assert.Empty(panel.FindAll("[data-age]"));
    }

    private IRenderedComponent<NowPanel> Draw(Snapshot snapshot, string language, bool live = true)
    {
        Assert.True(Typography.TryFind(language, out var words));
        return Render<NowPanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.View, NowView.Of(snapshot, live, SampleSnapshot.Toronto, words))
            .Add(panel => panel.IsPast, !live));
    }
}
