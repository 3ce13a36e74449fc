using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Languages;
using ScottPlot;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>
/// Visitors and those of the same time last week, page views refused below on the same axis of time, and the moments that matter marked by
/// letters that are told below.
/// </summary>
/// <param name="Subtitle">Of which time it is.</param>
/// <param name="Warning">Why its figures are older than they should be; null: they are not.</param>
/// <param name="Footnotes">What the figures mean and where they are from.</param>
internal sealed record CurvePicture(CurveView View, string Subtitle, string? Warning, IReadOnlyList<string> Footnotes)
{
    private const float HeadSize = 20;
    private const int MostHeadRows = 3;
    private const int MostMarkRows = 4;
    private const float PartOfRefused = 0.24f;
    private const float AxisHeight = 26;
    private const float BetweenPlots = 16;
    private const float LeastBetweenLevels = 16;

    // So that what is highest does not touch the marks.
    private const double Headroom = 1.06;

    public byte[] Draw(PictureLook look)
    {
        var words = look.Words;
        var title = words.Choose("Visitors of the site", "Visiteurs du site");
        return PictureSheet.Draw(look, title, $"{Subtitle}. {View.Summary}", sheet =>
        {
            sheet.PutTitle(title, Subtitle, Warning);
            sheet.PutFootnote(Footnotes);
            sheet.PutRow(Legend(sheet, words), atEnd: false, mostRows: 3);
            PutMarks(sheet, words);
            PutPlots(sheet, words);
        });
    }

    private List<(Action<float, float> Sign, float SignWidth, string Text)> Legend(PictureSheet sheet, Typography words)
    {
        var theme = sheet.Theme;
        var legend = new List<(Action<float, float>, float, string)>
        {
            ((x, y) => sheet.Stroke(x, y, x + 26, y, theme.Now, 3), 34, words.Choose("Visitors (5 minutes)", "Visiteurs (5 minutes)")),
            ((x, y) => sheet.Stroke(x, y, x + 26, y, theme.Baseline, 2.5f, dashed: true), 34, words.Choose("Same time last week", "Même heure la semaine dernière")),
            ((x, y) => sheet.Stroke(x, y, x + 26, y, theme.Refused, 3), 34, words.Choose("Page views refused a minute", "Pages vues refusées par minute")),
        };
        if (View.Bands.Count > 0)
        {
            legend.Add(((x, y) => sheet.Fill(new SKRect(x, y - 7, x + 26, y + 7), theme.Band), 34, words.Choose("Difficult to reach", "Difficile à joindre")));
        }

        if (View.Selected is not null)
        {
            legend.Add(((x, y) => sheet.Stroke(x + 13, y - 9, x + 13, y + 9, theme.Selected, 3), 24, words.Choose("Minute asked for", "Minute demandée")));
        }

        return legend;
    }

    private void PutMarks(PictureSheet sheet, Typography words)
    {
        var marks = View.Marks
            .Select(mark => ((Action<float, float>)((x, y) => sheet.Head(mark.Letter, x + 9, y, ColorOf(mark, sheet.Theme))), 24f, $"{mark.Time}{words.Colon}{mark.Text}"))
            .ToList();
        sheet.PutRow(marks, atEnd: true, MostMarkRows);
    }

    private void PutPlots(PictureSheet sheet, Typography words)
    {
        var upperLevels = CurveScale.Level([.. View.Visitors, .. View.Baseline]);
        var lowerLevels = CurveScale.Level(View.Refused);
        var left = PictureSheet.Margin + 8 + new[] { Highest([.. View.Visitors, .. View.Baseline], upperLevels), Highest(View.Refused, lowerLevels) }
            .Max(level => PictureSheet.Measure(words.Number((long)level), PlotStyle.LabelSize));
        var rows = HeadRows(left, sheet.Right);
        var top = sheet.Top + 10 + (rows.Count == 0 ? 0 : (rows.Max() + 1) * HeadSize);
        var bottom = sheet.Bottom - AxisHeight;
        var divide = bottom - Math.Max(0, (bottom - top) * PartOfRefused);
        var upper = new SKRect(left, top, sheet.Right, Math.Max(top + 20, divide - BetweenPlots));
        var lower = new SKRect(left, divide, sheet.Right, Math.Max(divide + 10, bottom));

        var theme = sheet.Theme;
        foreach (var band in View.Bands)
        {
            var (from, to) = (X(band.From, upper), X(band.To, upper));
            sheet.Fill(new SKRect(from, upper.Top, Math.Max(from + 2, to), upper.Bottom), theme.Band);
            sheet.Fill(new SKRect(from, lower.Top, Math.Max(from + 2, to), lower.Bottom), theme.Band);
        }

        var visitors = NewPlot(theme, [.. View.Visitors, .. View.Baseline], upperLevels, upper, words);
        PutTimes(visitors, upper, labelled: false);
        Add(visitors, View.Baseline, theme.Baseline, 2, LinePattern.Dashed);
        Add(visitors, View.Visitors, theme.Now, 2.5f, LinePattern.Solid);
        sheet.PutPlot(visitors, upper);

        var refused = NewPlot(theme, View.Refused, lowerLevels, lower, words);
        Add(refused, View.Refused, theme.Refused, 2.5f, LinePattern.Solid);
        PutTimes(refused, lower, labelled: true);
        sheet.PutPlot(refused, lower);

        foreach (var (mark, row) in View.Marks.Zip(rows))
        {
            var (x, y, color) = (X(mark.Position, upper), upper.Top - 10 - (row * HeadSize), ColorOf(mark, theme));
            sheet.Stroke(x, y, x, lower.Bottom, color, 1.25f, dashed: true);
            sheet.Head(mark.Letter, x, y, color);
        }

        if (View.Selected is { } selected)
        {
            sheet.Stroke(X(selected, upper), upper.Top - 4, X(selected, upper), lower.Bottom, theme.Selected, 2.5f);
        }
    }

    private int Steps => Math.Max(1, View.Labels.Count - 1);

    private float X(double position, SKRect area) => area.Left + (float)(position / Steps * area.Width);

    private static double Highest(IEnumerable<double?> values, int level) => Math.Max(1, Math.Ceiling((values.Max() ?? 0) / level)) * level;

    private Plot NewPlot(PictureTheme theme, IReadOnlyList<double?> values, int level, SKRect area, Typography words)
    {
        var plot = PlotStyle.Create(theme);
        var highest = Highest(values, level);
        var count = (int)(highest / level);
        var stride = area.Height / count < LeastBetweenLevels ? count : 1;
        var levels = Enumerable.Range(0, (count / stride) + 1).Select(index => (double)index * stride * level).ToArray();
        plot.Axes.Left.SetTicks(levels, [.. levels.Select(value => words.Number((long)value))]);
        plot.Axes.SetLimits(0, Steps, 0, Math.Max(values.Max() ?? 0, (highest - level) + (level * 0.5)) * Headroom);
        return plot;
    }

    private void PutTimes(Plot plot, SKRect area, bool labelled)
    {
        var labels = View.Labels.Index().Where(label => label.Item.Length > 0).ToList();
        var stride = 1;
        if (labels.Count > 1)
        {
            var room = X(labels[1].Index, area) - X(labels[0].Index, area);
            var needed = labels.Max(label => PictureSheet.Measure(label.Item, PlotStyle.LabelSize)) + 10;
            stride = Math.Max(1, (int)Math.Ceiling(needed / Math.Max(1, room)));
        }

        var shown = labels.Where((_, index) => index % stride == 0).ToList();
        plot.Axes.Bottom.SetTicks([.. shown.Select(label => (double)label.Index)], [.. shown.Select(label => labelled ? label.Item : string.Empty)]);
    }

    // What is not known is a gap, and a minute known between two gaps is a dot.
    private static void Add(Plot plot, IReadOnlyList<double?> values, SKColor color, float width, LinePattern pattern)
    {
        var run = new List<Coordinates>();
        foreach (var (index, value) in values.Append(null).Index())
        {
            if (value is { } known)
            {
                run.Add(new Coordinates(index, known));
            }
            else if (run.Count > 0)
            {
                var line = plot.Add.Scatter(run.ToArray(), PlotStyle.Of(color));
                (line.LineWidth, line.LinePattern, line.MarkerSize) = (width, pattern, run.Count == 1 ? 4 : 0);
                run.Clear();
            }
        }
    }

    /// <summary>For each mark how high its head stands, so that heads do not lie on each other.</summary>
    private List<int> HeadRows(float left, float right)
    {
        var ends = Enumerable.Repeat(float.NegativeInfinity, MostHeadRows).ToArray();
        var rows = new List<int>();
        foreach (var mark in View.Marks)
        {
            var x = X(mark.Position, new SKRect(left, 0, right, 0));
            var row = 0;
            while (row < MostHeadRows - 1 && x - ends[row] < HeadSize)
            {
                row++;
            }

            ends[row] = x;
            rows.Add(row);
        }

        return rows;
    }

    private static SKColor ColorOf(CurveMark mark, PictureTheme theme) =>
        mark.Kind is CurveMarkKind.DifficultyBegan or CurveMarkKind.DifficultyEnded ? theme.Refused : theme.Ink;
}
