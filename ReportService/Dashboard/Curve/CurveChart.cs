using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor;
using MudBlazor.Charts;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>
/// MudBlazor's line chart with marks at moments and bands between them, which it has not, and with the levels written inside the plot: so the
/// plot begins at the same place however wide its numbers are, and charts below each other share their axis of time.
/// </summary>
public sealed class CurveChart : Line<double>
{
    /// <summary>Space left and right of the plot while no label is measured: a constant of MudBlazor's.</summary>
    public const int Gutter = (int)HorizontalEndSpace;

    private const double Top = VerticalEndSpace;

    // Of the letters on the marks, and how many may stand above each other.
    private const double HeadSize = 20;
    private const int HeadRows = 3;

    // Wide enough for most fonts at the size of the labels.
    private const double CharacterWidth = 7.5;

    private readonly List<SvgText> _levels = [];

    [Parameter]
    public IReadOnlyList<CurveMark> Marks { get; set; } = [];

    [Parameter]
    public IReadOnlyList<CurveBand> Bands { get; set; } = [];

    /// <summary>Position of the minute that the page shows; null: none.</summary>
    [Parameter]
    public double? Selected { get; set; }

    public override void RebuildChart()
    {
        base.RebuildChart();
        _levels.Clear();
        _levels.AddRange(HorizontalValues);
        HorizontalValues.Clear();
        VerticalLines.RemoveAll(line => line.Index >= ChartLabels.Length || ChartLabels[line.Index].Length == 0);
        VerticalValues.RemoveAll(label => string.IsNullOrEmpty(label.Value));
        ThinLabels();
    }

    protected override void OnInitialized()
    {
        CustomGraphics = Draw;
        base.OnInitialized();
    }

    protected override void OnParametersSet()
    {
        base.OnParametersSet();

        // The base waits until a script has measured the element; the first HTML must show the curve all the same.
        RebuildChart();
    }

    private double Bottom => _boundHeight - VerticalStartSpace;

    // On a phone there is room for every second label, or every third.
    private void ThinLabels()
    {
        if (VerticalValues.Count < 2)
        {
            return;
        }

        var room = VerticalValues[1].X - VerticalValues[0].X;
        var needed = VerticalValues.Max(label => label.Value!.Length) * CharacterWidth;
        var stride = (int)Math.Ceiling(needed / Math.Max(1, room));
        var kept = VerticalValues.Where((_, index) => index % stride == 0).ToList();
        VerticalValues.Clear();
        VerticalValues.AddRange(kept);
    }

    /// <summary>Heads that would lie on each other are put above each other.</summary>
    private IEnumerable<(CurveMark Mark, double X, double Y)> Heads()
    {
        Span<double> ends = stackalloc double[HeadRows];
        ends.Fill(double.NegativeInfinity);
        var heads = new List<(CurveMark, double, double)>();
        foreach (var mark in Marks)
        {
            var x = X(mark.Position);
            var row = 0;
            while (row < HeadRows - 1 && x - ends[row] < HeadSize)
            {
                row++;
            }

            ends[row] = x;
            heads.Add((mark, x, Top - 12 - (row * HeadSize)));
        }

        return heads;
    }

    private int Steps => Math.Max(1, Series.Count == 0 ? 1 : Series.Max(series => series.Data.Count) - 1);

    private double X(double position) => HorizontalStartSpace + (position * (_boundWidth - HorizontalStartSpace - HorizontalEndSpace) / Steps);

    private void Draw(RenderTreeBuilder builder)
    {
        foreach (var level in _levels)
        {
            Text(builder, "curve-level", HorizontalStartSpace + 4, level.Y - 9, level.Value);
        }

        foreach (var band in Bands)
        {
            builder.OpenElement(10, "rect");
            builder.AddAttribute(11, "class", "curve-band");
            builder.AddAttribute(12, "x", Svg(X(band.From)));
            builder.AddAttribute(13, "y", Svg(Top));
            builder.AddAttribute(14, "width", Svg(Math.Max(2, X(band.To) - X(band.From))));
            builder.AddAttribute(15, "height", Svg(Math.Max(0, Bottom - Top)));
            builder.CloseElement();
        }

        foreach (var (mark, x, y) in Heads())
        {
            Line(builder, $"curve-mark curve-mark-{mark.Kind}", x, y);
            builder.OpenElement(20, "circle");
            builder.AddAttribute(21, "class", $"curve-mark-head curve-mark-{mark.Kind}");
            builder.AddAttribute(22, "cx", Svg(x));
            builder.AddAttribute(23, "cy", Svg(y));
            builder.AddAttribute(24, "r", "9");
            builder.CloseElement();
            Text(builder, "curve-mark-letter", x, y, mark.Letter);
        }

        if (Selected is { } selected)
        {
            Line(builder, "curve-selected", X(selected), Top - 3);
        }
    }

    private void Line(RenderTreeBuilder builder, string kind, double x, double top)
    {
        builder.OpenElement(30, "line");
        builder.AddAttribute(31, "class", kind);
        builder.AddAttribute(32, "x1", Svg(x));
        builder.AddAttribute(33, "x2", Svg(x));
        builder.AddAttribute(34, "y1", Svg(top));
        builder.AddAttribute(35, "y2", Svg(Bottom));
        builder.CloseElement();
    }

    private static void Text(RenderTreeBuilder builder, string kind, double x, double y, string? text)
    {
        builder.OpenElement(40, "text");
        builder.AddAttribute(41, "class", kind);
        builder.AddAttribute(42, "x", Svg(x));
        builder.AddAttribute(43, "y", Svg(y));
        builder.AddContent(44, text);
        builder.CloseElement();
    }

    private static string Svg(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);
}
