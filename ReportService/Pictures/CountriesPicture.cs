using System.Globalization;
using Affluence.Report.Languages;
using ScottPlot;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>The shares of the ten countries with the most visitors, of all others together and of the unknown, against the ordinary hour.</summary>
/// <param name="Bars">From the top.</param>
/// <param name="Subtitle">Of which time it is.</param>
/// <param name="Warning">Why its figures are older than they should be; null: they are not.</param>
/// <param name="Footnotes">What the figures mean and where they are from.</param>
internal sealed record CountriesPicture(IReadOnlyList<CountryBar> Bars, string Subtitle, string? Warning, IReadOnlyList<string> Footnotes)
{
    private const float AxisHeight = 26;
    private const float NameSize = 15;
    private const double BarHeight = 0.56;
    private const float TallestBracket = 22;

    // The widest part of the picture that names may take.
    private const float PartOfNames = 0.35f;

    public byte[] Draw(PictureLook look)
    {
        var words = look.Words;
        var title = words.Choose("Where the visitors are", "D’où viennent les visiteurs");
        var summary = string.Join(words.Choose("; ", "; "), Bars.Select(bar => $"{bar.Name} {Value(bar, words)}"));
        return PictureSheet.Draw(look, title, $"{Subtitle}. {summary}.", sheet =>
        {
            var theme = sheet.Theme;
            sheet.PutTitle(title, Subtitle, Warning);
            sheet.PutFootnote(Footnotes);
            sheet.PutRow(
                [
                    ((x, y) => sheet.Fill(new SKRect(x, y - 6, x + 26, y + 6), theme.Now), 34, words.Choose("Share of visitors now", "Part des visiteurs")),
                    ((x, y) => PutRange(sheet, x, x + 26, y, 7), 34, words.Choose("Smallest to largest in the same hour last week", "De la plus petite à la plus grande, même heure la semaine dernière")),
                ],
                atEnd: false,
                mostRows: 3);
            PutBars(sheet, words);
        });
    }

    private void PutBars(PictureSheet sheet, Typography words)
    {
        var theme = sheet.Theme;
        var left = PictureSheet.Margin + 10 + Math.Min(sheet.Width * PartOfNames, Bars.Max(bar => PictureSheet.Measure(bar.Name, NameSize)));
        var highest = Bars.Max(bar => Math.Max(bar.Share ?? 0, bar.BaselineHigh ?? 0));
        var roomForValue = Bars.Max(bar => PictureSheet.Measure(Value(bar, words), NameSize, bold: true)) + 16;
        var area = new SKRect(left, sheet.Top + 8, sheet.Right - roomForValue, Math.Max(sheet.Top + 28, sheet.Bottom - AxisHeight));
        var level = Level(highest);
        var top = Math.Max(level, highest);

        var plot = PlotStyle.Create(theme);
        var levels = Enumerable.Range(0, (int)Math.Floor((top / level) + 1e-9) + 1).Select(index => index * level).ToArray();
        plot.Axes.Bottom.SetTicks(levels, [.. levels.Select(share => words.PercentOf((decimal)Math.Round(share * 100, 2)))]);
        plot.Axes.Left.SetTicks([], []);
        plot.Axes.SetLimits(0, top, -0.5, Bars.Count - 0.5);
        plot.Grid.YAxisStyle.IsVisible = false;
        var bars = plot.Add.Bars(Bars.Index().Select(bar => new Bar
        {
            Position = Bars.Count - 1 - bar.Index,
            Value = bar.Item.Share ?? 0,
            Size = BarHeight,
            Orientation = Orientation.Horizontal,
            FillColor = PlotStyle.Of(bar.Item.IsCountry ? theme.Now : theme.Baseline),
            LineWidth = 0,
        }).ToArray());
        bars.Horizontal = true;
        sheet.PutPlot(plot, area);

        var height = area.Height / Bars.Count;
        foreach (var (index, bar) in Bars.Index())
        {
            var middle = area.Top + ((index + 0.5f) * height);
            var size = Math.Min(NameSize, height * 0.9f);
            sheet.Write(Shorten(bar.Name, size, left - 10 - PictureSheet.Margin), left - 10, middle + (size * 0.35f), size, theme.Ink, align: SKTextAlign.Right);
            var end = X(bar.Share ?? 0);
            if (bar is { BaselineLow: { } low, BaselineHigh: { } high })
            {
                PutRange(sheet, X(low), X(high), middle, Math.Min(height * 0.4f, TallestBracket));
                end = Math.Max(end, X(high));
            }

            sheet.Write(Value(bar, words), end + 10, middle + (size * 0.35f), size, theme.Ink, bold: true);
        }

        float X(double share) => area.Left + (float)(share / top * area.Width);
    }

    // A bracket, since a colour alone would not show upon the bar.
    private static void PutRange(PictureSheet sheet, float from, float to, float middle, float half)
    {
        foreach (var (color, width) in (ReadOnlySpan<(SKColor, float)>)[(sheet.Theme.Card, 5), (sheet.Theme.Ink, 2)])
        {
            sheet.Stroke(from, middle, to, middle, color, width);
            sheet.Stroke(from, middle - half, from, middle + half, color, width);
            sheet.Stroke(to, middle - half, to, middle + half, color, width);
        }
    }

    private static string Value(CountryBar bar, Typography words) => bar.Share is { } share
        ? $"{words.Percent(share)} ({words.Number(bar.Visitors)})"
        : words.Choose("not known", "inconnue");

    private static string Shorten(string name, float size, float room)
    {
        var shortened = name;
        for (var length = new StringInfo(name).LengthInTextElements; PictureSheet.Measure(shortened, size) > room && length > 1; length--)
        {
            shortened = $"{new StringInfo(name).SubstringByTextElements(0, length - 1)}…";
        }

        return shortened;
    }

    // 1, 2 or 5 times a power of ten, so that at most five lie between nought and the largest share.
    private static double Level(double highest)
    {
        var scale = 0.001;
        while (true)
        {
            foreach (var level in (ReadOnlySpan<double>)[scale, 2 * scale, 5 * scale])
            {
                if (level * 5 >= highest)
                {
                    return level;
                }
            }

            scale *= 10;
        }
    }
}
