using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Share;
using Affluence.Report.Languages;
using Affluence.ReportService.Tests.Fakes;
using AngleSharp.Dom;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Share;

public sealed class SharePanelTests : BunitContext
{
    private static readonly DateTimeOffset Night = new(2016, 11, 9, 4, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "Pictures and data", "Link to what is shown (11 p.m. on Nov. 8). Whoever has it can read, and change nothing.", "http://report.test/?at=2016-11-08T23:00")]
    [InlineData("fr", "Images et données", "Lien vers ce qui est affiché (23 h, le 8 nov.). Qui l’a peut lire, et ne peut rien changer.", "http://report.test/fr?at=2016-11-08T23:00")]
    public void Live_PermalinkIsOfTheMinuteShown(string language, string title, string words, string permalink)
    {
        var panel = Draw(language, live: true);

        Assert.Equal(title, Plain.Text(panel.Find("h2")));
        Assert.Equal(words, Plain.Text(panel.Find("h3 + p")));
        Assert.Equal(permalink, panel.Find("#share-link a").GetAttribute("href"));
        Assert.Equal(permalink, Plain.Text(panel.Find("#share-link a")));
    }

    [Fact]
    public void Live_PicturesOfNowAndOfThisMinute()
    {
        var panel = Draw("fr", live: true);

        Assert.Equal(
            [
                "/api/v1/pictures/curve.png?lang=fr",
                "/api/v1/pictures/curve.svg?lang=fr",
                "/api/v1/pictures/countries.png?lang=fr",
                "/api/v1/pictures/countries.svg?lang=fr",
                "/api/v1/pictures/curve.png?at=2016-11-08T23:00&lang=fr",
                "/api/v1/pictures/curve.svg?at=2016-11-08T23:00&lang=fr",
                "/api/v1/pictures/countries.png?at=2016-11-08T23:00&lang=fr",
                "/api/v1/pictures/countries.svg?at=2016-11-08T23:00&lang=fr",
            ],
            panel.FindAll(".share-pictures a").Select(link => link.GetAttribute("href")));
        Assert.Equal("<iframe src=\"http://report.test/fr/embed\" title=\"Visiteurs du site\" width=\"640\" height=\"620\" loading=\"lazy\"></iframe>", panel.Find("#share-embed code").TextContent);
    }

    // The clocks went back within that week, so it begins an hour later on them.
    [Fact]
    public void Past_OnlyOfThatMinute_AndOfTheSpanThatIsShown()
    {
        var panel = Draw("en", live: false, CurveSpan.Week);

        Assert.Equal("/api/v1/pictures/curve.png?at=2016-11-08T23:00&span=7d", panel.Find(".share-pictures a").GetAttribute("href"));
        Assert.Equal(4, panel.FindAll(".share-pictures a").Count);
        Assert.Contains("src=\"http://report.test/embed?at=2016-11-08T23:00&span=7d\"", panel.Find("#share-embed code").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [
                "/api/v1/snapshots?from=2016-11-02T00:01&to=2016-11-08T23:01&step=PT15M&format=csv",
                "/api/v1/snapshots?from=2016-11-02T00:01&to=2016-11-08T23:01&step=PT15M&format=json",
            ],
            panel.FindAll(".share-data a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void OffsetOfAMinuteThatHappensTwice_IsEscaped()
    {
        var panel = Draw("en", live: false, shown: new DateTimeOffset(2015, 6, 1, 0, 0, 0, TimeSpan.FromHours(14)));
        var twice = Draw("en", live: false, shown: new DateTimeOffset(2016, 11, 6, 5, 30, 0, TimeSpan.Zero));

        Assert.EndsWith("?at=2015-05-31T06:00", panel.Find(".share-pictures a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith("?at=2016-11-06T01:30-04:00", twice.Find(".share-pictures a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void EveryControl_HasANameAndTakesTheKeyboard(string language)
    {
        var panel = Draw(language, live: true);

        Assert.All(panel.FindAll("input, select"), field => Assert.NotEmpty(Plain.Text(panel.Find($"label[for={field.Id}]"))));
        Assert.All(panel.FindAll("button"), button => Assert.NotEmpty(Plain.Text(button)));
        Assert.All(panel.FindAll("a"), link => Assert.NotEmpty(link.GetAttribute("href")!));
        Assert.All(panel.FindAll("[data-copy]"), button => Assert.Single(panel.FindAll($"#{button.GetAttribute("data-copy")} > *")));
        Assert.Empty(panel.FindAll("[tabindex]"));
    }

    [Fact]
    public void Range_IsAFormThatAsksTheApi()
    {
        var form = Draw("en", live: true).Find("form");

        Assert.Equal(("get", "/api/v1/snapshots"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(["from", "to", "step", "format"], form.QuerySelectorAll("input, select").Select(field => field.GetAttribute("name")));
        Assert.Equal(["2016-11-08T20:01", "2016-11-08T23:01"], form.QuerySelectorAll("input").Select(field => field.GetAttribute("value")));
    }

    [Fact]
    public void TimeGoesOn_WhatTheReaderPutIntoTheFields_Stays()
    {
        var panel = Draw("en", live: true);

        panel.Render(parameters => parameters.Add(p => p.View, View("en", live: true, CurveSpan.ThreeHours, Night.AddMinutes(5))));

        Assert.Equal("2016-11-08T23:01", panel.Find("#range-to").GetAttribute("value"));
        Assert.EndsWith("23:05", panel.Find("#share-link a").GetAttribute("href"), StringComparison.Ordinal);
    }

    private IRenderedComponent<SharePanel> Draw(string language, bool live, CurveSpan? span = null, DateTimeOffset? shown = null) =>
        Render<SharePanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.View, View(language, live, span ?? CurveSpan.ThreeHours, shown ?? Night)));

    private static ShareView View(string language, bool live, CurveSpan span, DateTimeOffset shown) =>
        ShareView.Of(shown, live, span, "http://report.test/", SampleSnapshot.Toronto, language == "fr" ? Typography.French : Typography.English);
}
