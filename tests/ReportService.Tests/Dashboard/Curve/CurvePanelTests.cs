using Affluence.Report.Dashboard.Curve;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Curve;

public sealed class CurvePanelTests : BunitContext
{
    private static readonly CurveView View = new(
        "24h",
        [100, 200, null, 400],
        [50, 50, 50, 50],
        [0, 0, null, 7],
        [string.Empty, "9 p.m.", string.Empty, "11 p.m."],
        [.. Enumerable.Range(0, 4).Select(index => new CurveRow($"time {index}", $"visitors {index}", $"baseline {index}", $"refused {index}", $"2016-11-08T2{index}:00"))],
        [new("A", CurveMarkKind.SurgeBegan, 1.5, "9:30 p.m.", "Surge began", "2016-11-08T21:30")],
        [new(2, 3)],
        3,
        "Summary of the curve",
        "One point an hour.");

    public CurvePanelTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void Gap_IsAGapInTheLine()
    {
        var panel = Draw();

        // M begins a stretch: one before the gap and one after it.
        var visitors = panel.Find(".curve-visitors .mud-chart-line path.mud-chart-serie").GetAttribute("d")!;
        Assert.Equal(2, visitors.Count(letter => letter == 'M'));
        Assert.Equal(1, panel.FindAll(".curve-visitors path.mud-chart-serie")[1].GetAttribute("d")!.Count(letter => letter == 'M'));
    }

    [Fact]
    public void BothCharts_ShareTheirAxisOfTime()
    {
        var panel = Draw();

        var marks = panel.FindAll(".curve-selected").Select(line => line.GetAttribute("x1")).ToList();
        Assert.Equal(2, marks.Count);
        Assert.Equal(marks[0], marks[1]);
        Assert.Equal(Xs(panel.Find(".curve-visitors .mud-charts-gridlines-xaxis-lines")), Xs(panel.Find(".curve-refused .mud-charts-gridlines-xaxis-lines")));

        // 1180 wide with a gutter of 30 on either side: the last of four points is at the right end, a mark half-way between two others there.
        Assert.Equal("1150", marks[0]);
        Assert.Equal("590", panel.Find("line.curve-mark").GetAttribute("x1"));
        Assert.Equal("A", panel.Find(".curve-mark-letter").TextContent);
    }

    [Fact]
    public void Levels_AreWrittenInThePage_sLanguage()
    {
        Assert.Equal(["0", "100", "200", "300", "400"], Draw().FindAll(".curve-visitors .curve-level").Select(level => level.TextContent));
        Assert.Equal("1\u00A0000", Draw("fr", View with { Visitors = [4000, 1000, null, 0] }).FindAll(".curve-visitors .curve-level")[1].TextContent);
    }

    [Fact]
    public void Difficulty_IsABandOnBoth()
    {
        var bands = Draw().FindAll(".curve-band");

        Assert.Equal(2, bands.Count);
        Assert.All(bands, band => Assert.Equal(1120.0 / 3, double.Parse(band.GetAttribute("width")!, System.Globalization.CultureInfo.InvariantCulture), tolerance: 0.01));
    }

    [Fact]
    public void Charts_ToAScreenReader_AreOnePictureWithASummary_AndATable()
    {
        var panel = Draw();

        Assert.Equal("Summary of the curve", panel.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal("Summary of the curve", panel.Find("caption").TextContent);
        Assert.Equal(["time 1", "visitors 1", "baseline 1", "refused 1"], panel.FindAll("tbody tr")[1].Children.Select(Plain.Text));
    }

    [Fact]
    public void MarksOnEachOther_StandAboveEachOther()
    {
        var marks = View.Marks.Concat([new("B", CurveMarkKind.Peak, 1.5, "9:30 p.m.", "Peak", "2016-11-08T21:30"), new("C", CurveMarkKind.SurgeEnded, 3, "11 p.m.", "Ended", "2016-11-08T23:00")]);

        var heads = Draw(view: View with { Marks = [.. marks] }).FindAll("circle.curve-mark-head");

        Assert.Equal(["13", "-7", "13"], heads.Select(head => head.GetAttribute("cy")));
    }

    [Fact]
    public void ManyLabels_AreThinnedToWhatHasRoom()
    {
        var labels = Enumerable.Range(0, 100).Select(index => $"{index} o'clock").ToList();
        var points = Enumerable.Repeat((double?)1, 100).ToList();

        var panel = Draw(view: View with { Visitors = points, Baseline = points, Refused = points, Labels = labels });

        // 1120 wide: 99 steps of 11, and a label needs 78.
        Assert.Equal(["0 o'clock", "7 o'clock", "14 o'clock"], panel.FindAll(".curve-visitors .mud-charts-xaxis text").Take(3).Select(label => label.TextContent));
    }

    [Fact]
    public void EachMinute_IsALinkThatKeepsTheSpan()
    {
        var panel = Draw("fr");

        Assert.Equal("/fr?at=2016-11-08T21:00&span=24h", panel.FindAll("tbody a")[1].GetAttribute("href"));
        Assert.Equal("/fr?at=2016-11-08T21:30&span=24h", panel.Find(".curve-marks a").GetAttribute("href"));
        Assert.Equal("24h", panel.Find("input[name=span]").GetAttribute("value"));
    }

    [Fact]
    public void Spans_AreLinks_OfWhichTheOneShownIsMarked()
    {
        var panel = Draw(at: "2016-11-08T23:00");

        Assert.Equal(["/?at=2016-11-08T23:00&span=3h", "/?at=2016-11-08T23:00&span=24h", "/?at=2016-11-08T23:00&span=7d"], panel.FindAll(".choices a").Select(link => link.GetAttribute("href")));
        Assert.Equal("24 hours", panel.Find(".choices [aria-current]").TextContent);
    }

    [Fact]
    public void NothingOnRecord_SaysSoInPlaceOfEmptyAxes()
    {
        var panel = Draw("fr", View with { Visitors = [null, null, null, null], Refused = [null, null, null, null] });

        Assert.Equal("Aucune minute de cette période n’est consignée.", Plain.Text(panel.Find(".curve-empty")));
        Assert.Empty(panel.FindAll("[data-curve-plot]"));
    }

    [Fact]
    public void SameView_IsNotDrawnAgain()
    {
        var panel = Draw();
        var drawn = panel.RenderCount;

        panel.Render(parameters => parameters.Add(component => component.Now, "2016-11-08T23:01"));
        Assert.Equal(drawn, panel.RenderCount);

        panel.Render(parameters => parameters.Add(component => component.View, View with { Summary = "Another" }));
        Assert.Equal("Another", panel.Find("[role=img]").GetAttribute("aria-label"));
    }

    [Fact]
    public void NewestMinute_GoesOn_DoesNotUndoWhatIsBeingPicked()
    {
        var panel = Draw();

        panel.Render(parameters => parameters.Add(component => component.Now, "2016-11-08T23:01").Add(component => component.View, View with { Summary = "Later" }));
        Assert.Equal(("2016-11-08T23:00", "2016-11-08T23:01"), (Moment("value"), Moment("max")));

        panel.Render(parameters => parameters.Add(component => component.At, "2016-11-08T22:00").Add(component => component.View, View with { Summary = "Past" }));
        Assert.Equal("2016-11-08T22:00", Moment("value"));

        panel.Render(parameters => parameters.Add(component => component.At, null).Add(component => component.View, View with { Summary = "Live" }));
        Assert.Equal("2016-11-08T23:01", Moment("value"));

        string? Moment(string attribute) => panel.Find("input[name=at]").GetAttribute(attribute);
    }

    private static IEnumerable<string?> Xs(AngleSharp.Dom.IElement lines) => lines.Children.Select(line => line.GetAttribute("d")?.Split(' ')[1]);

    private IRenderedComponent<CurvePanel> Draw(string language = "en", CurveView? view = null, string? at = null) =>
        Render<CurvePanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.View, view ?? View)
            .Add(panel => panel.At, at)
            .Add(panel => panel.Now, "2016-11-08T23:00")
            .Add(panel => panel.Zone, "America/Toronto"));
}
