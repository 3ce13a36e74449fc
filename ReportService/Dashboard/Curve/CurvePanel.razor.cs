using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>The curve, its marks in words, the way to another minute, and all of it as a table.</summary>
public sealed partial class CurvePanel
{
    private CurveView? _drawn;
    private List<ChartSeries<double>> _visitors = [];
    private List<ChartSeries<double>> _refused = [];
    private LineChartOptions _visitorOptions = new();
    private LineChartOptions _refusedOptions = new();
    private string[] _labels = [];

    [Parameter, EditorRequired]
    public CurveView View { get; set; } = null!;

    /// <summary>The page's <c>at</c>; null: live.</summary>
    [Parameter]
    public string? At { get; set; }

    /// <summary>The newest minute there can be, as the page's <c>at</c>.</summary>
    [Parameter, EditorRequired]
    public string Now { get; set; } = string.Empty;

    /// <summary>Name of the time zone in which times are read.</summary>
    [Parameter, EditorRequired]
    public string Zone { get; set; } = string.Empty;

    private string? LinkSpan => View.Span == CurveSpan.ThreeHours.Key ? null : View.Span;

    // Hundreds of points are drawn again when there are new ones, and not each time that the page tells a newer figure.
    protected override bool ShouldRender() => !ReferenceEquals(_drawn, View);

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_drawn, View))
        {
            return;
        }

        _labels = [.. View.Labels];
        _visitors =
        [
            new() { Name = Words.Choose("Visitors", "Visiteurs"), Data = View.Visitors.ToArray() },
            new() { Name = Words.Choose("A week earlier", "Une semaine plus tôt"), Data = View.Baseline.ToArray() },
        ];
        _refused = [new() { Name = Words.Choose("Refused", "Refusées"), Data = View.Refused.ToArray() }];
        _visitorOptions = Options([.. View.Visitors, .. View.Baseline], "var(--now)", "var(--baseline)");
        _refusedOptions = Options(View.Refused, "var(--refused)");
    }

    protected override void OnAfterRender(bool firstRender) => _drawn = View;

    private LineChartOptions Options(IEnumerable<double?> values, params string[] palette) => new()
    {
        ChartPalette = palette,
        LineStrokeWidth = 2.5,
        ShowLegend = false,

        // MudBlazor's tool tips ask the server at each move of the pointer; the dashboard's script reads the table instead.
        ShowToolTips = false,
        XAxisLines = true,
        YAxisRequireZeroPoint = true,
        YAxisTicks = CurveScale.Level(values),
        YAxisToStringFunc = level => Words.Number((long)level),
    };
}
