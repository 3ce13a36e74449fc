using Affluence.Report.Annotations;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Languages;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Dashboard.Curve;

public sealed class CurveViewTests
{
    private static readonly DateTimeOffset Night = new(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5));

    [Fact]
    public void Labels_StandAtRoundTimesOfTheSitesClocks()
    {
        var labels = View(Data(CurveSpan.ThreeHours, Night), Typography.French).Labels;

        Assert.Equal(180, labels.Count);
        Assert.Equal(["20\u00A0h\u00A030", "21\u00A0h", "21\u00A0h\u00A030", "22\u00A0h", "22\u00A0h\u00A030", "23\u00A0h"], labels.Where(label => label.Length > 0));
        Assert.Equal("23\u00A0h", labels[^1]);
        Assert.Equal(29, labels.ToList().FindIndex(label => label.Length > 0));
    }

    [Fact]
    public void Labels_OverAChangeOfClocks_FollowTheClocks()
    {
        // At 2:00 on 6 November 2016 clocks went back to 1:00.
        var labels = View(Data(CurveSpan.Day, new DateTimeOffset(2016, 11, 6, 12, 0, 0, TimeSpan.FromHours(-5))), Typography.English).Labels;

        Assert.Equal(["3\u00A0p.m.", "6\u00A0p.m.", "9\u00A0p.m.", "12\u00A0a.m.", "3\u00A0a.m.", "6\u00A0a.m.", "9\u00A0a.m.", "12\u00A0p.m."], labels.Where(label => label.Length > 0));
        var positions = labels.Index().Where(label => label.Item.Length > 0).Select(label => label.Index).ToList();
        Assert.Equal([36, 36, 36, 48, 36, 36, 36], positions.Zip(positions.Skip(1), (first, second) => second - first));
    }

    [Fact]
    public void Week_IsLabelledByItsDays()
    {
        // It begins at midnight: 168 hours before 11 p.m. it was an hour later by the clock, since clocks went back.
        Assert.Equal(
            ["3 nov.", "4 nov.", "5 nov.", "6 nov.", "7 nov.", "8 nov."],
            View(Data(CurveSpan.Week, Night), Typography.French).Labels.Where(label => label.Length > 0).Select(Plain.Text));
    }

    [Fact]
    public void Marks_InOrderOfTime_WithALetterAndALink()
    {
        var data = Data(CurveSpan.ThreeHours, Night) with
        {
            Surges = [new Surge(Night.AddMinutes(-73), null, new SurgePeak(Night, 200_112, 11.77))],
            Difficulties = [new Difficulty(Night.AddMinutes(-40), Night.AddMinutes(-10)) { Worst = new DifficultyPeak(Night.AddMinutes(-20), 0.4) }],
        };

        var view = View(data, Typography.English);

        Assert.Equal(
            [
                "A SurgeBegan 9:47 p.m. Surge began 2016-11-08T21:47",
                "B DifficultyBegan 10:20 p.m. Difficult to reach from here 2016-11-08T22:20",
                "C DifficultyEnded 10:50 p.m. Reachable again 2016-11-08T22:50",
                "D Peak 11 p.m. Peak so far: 200,112 visitors (×12) 2016-11-08T23:00",
            ],
            view.Marks.Select(mark => Plain.Text($"{mark.Letter} {mark.Kind} {mark.Time} {mark.Text} {mark.Moment}")));
        Assert.Equal([106, 139, 169, 179], view.Marks.Select(mark => mark.Position));
        Assert.Equal([new CurveBand(139, 169)], view.Bands);
    }

    [Theory]
    [InlineData("en", "9:30 p.m. Result called (until 9:45 p.m.)")]
    [InlineData("fr", "21 h 30 Résultat annoncé (jusqu’à 21 h 45)")]
    public void Annotation_IsMarkedInThePagesLanguage(string language, string expected)
    {
        Assert.True(Typography.TryFind(language, out var words));
        var annotation = new Annotation("1", Night.AddMinutes(-90), Night.AddMinutes(-75), new LocalizedText("Result called", "Résultat annoncé"), Night, null);

        var mark = Assert.Single(View(Data(CurveSpan.ThreeHours, Night) with { Annotations = [annotation] }, words).Marks);

        Assert.Equal(expected, Plain.Text($"{mark.Time} {mark.Text}"));
        Assert.Equal((CurveMarkKind.Annotation, 89.0), (mark.Kind, mark.Position));
    }

    [Fact]
    public void Mark_BeforeTheSpan_IsNotDrawnAtItsEdge()
    {
        var data = Data(CurveSpan.ThreeHours, Night) with { Surges = [new Surge(Night.AddHours(-9), null, new SurgePeak(Night.AddHours(-1), 5_000, 5))] };

        Assert.Equal([CurveMarkKind.Peak], View(data, Typography.English).Marks.Select(mark => mark.Kind));
    }

    [Fact]
    public void Summary_TellsTheCurveToWhoDoesNotSeeIt()
    {
        var data = Data(CurveSpan.ThreeHours, Night, known: 3);

        Assert.Equal(
            "Visiteurs sur 3 heures : au plus 102 à 23 h, le 8 nov., au moins 100 à 22 h 58, le 8 nov., en dernier 102 à 23 h, le 8 nov. 177 points sur 180 sont inconnus.",
            Plain.Text(View(data, Typography.French).Summary).Replace("nov.. ", "nov. ", StringComparison.Ordinal));
        Assert.Equal("Visitors over 3 hours: no minute of it is on record.", View(Data(CurveSpan.ThreeHours, Night, known: 0), Typography.English).Summary);
    }

    [Fact]
    public void Rows_SayWhatTheCurveShows_AndThatAGapIsNotNought()
    {
        var view = View(Data(CurveSpan.ThreeHours, Night, known: 1), Typography.English);

        Assert.Equal(new CurveRow("11\u00A0p.m.", "100", "50", "2.5", "2016-11-08T23:00"), view.Rows[^1]);
        Assert.Equal(("not known", "not known", "not known"), (view.Rows[0].Visitors, view.Rows[0].Baseline, view.Rows[0].Refused));
        Assert.Null(view.Visitors[0]);
    }

    [Fact]
    public void Selected_IsTheMinuteShown()
    {
        Assert.Equal(179 - 45, View(Data(CurveSpan.ThreeHours, Night), Typography.English, Night.AddMinutes(-45)).Selected);
        Assert.Null(View(Data(CurveSpan.ThreeHours, Night), Typography.English).Selected);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(17, 5)]
    [InlineData(800, 200)]
    [InlineData(801, 500)]
    [InlineData(200_112, 100_000)]
    [InlineData(2_000_000, 500_000)]
    public void Levels_AreRoundAndFew(double highest, int level) => Assert.Equal(level, CurveScale.Level([null, 1, highest]));

    [Fact]
    public void Levels_OfNothing_AreOne() => Assert.Equal(1, CurveScale.Level([null]));

    private static CurveView View(CurveData data, Typography words, DateTimeOffset? shown = null) => CurveView.Of(data, shown, SampleSnapshot.Toronto, words);

    /// <summary>A curve that ends at a moment, of which the last points are known, each with one visitor more than the one before.</summary>
    private static CurveData Data(CurveSpan span, DateTimeOffset to, int known = 0)
    {
        var count = (int)(span.Length / span.Step);
        return new CurveData(
            span,
            SampleSnapshot.Toronto.Localize(to - span.Length).AddMinutes(1),
            to,
            span.Step,
            [.. Enumerable.Range(0, count).Select(index => Point(SampleSnapshot.Toronto.Localize(to - ((count - 1 - index) * span.Step)), index - (count - known)))],
            [],
            [],
            []);
    }

    private static CurvePoint Point(DateTimeOffset at, int known) => known < 0 ? new(at, null, null, null) : new(at, 100 + known, 50, 2.5);
}
