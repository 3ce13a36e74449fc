using ScottPlot;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>ScottPlot's plots as pictures show them: no frame but the lines that help to read a value.</summary>
internal static class PlotStyle
{
    public const float LabelSize = 13;

    public static Plot Create(PictureTheme theme)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = Of(theme.Line);
        plot.Axes.Frame(false);
        foreach (var axis in (ReadOnlySpan<IAxis>)[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
            axis.TickLabelStyle.FontSize = LabelSize;
            axis.TickLabelStyle.FontName = PictureFonts.Family;
            axis.TickLabelStyle.ForeColor = Of(theme.Muted);
        }

        return plot;
    }

    public static Color Of(SKColor color) => Color.FromSKColor(color);
}
