using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>The figures of the minute that an alert is about. Null is not known.</summary>
internal sealed record AlertFigures(long? Visitors, long? Baseline, double? Ratio, double? RefusedShare)
{
    public static AlertFigures Of(MinuteMeasure? minute) => new(
        minute?.Visitors,
        minute?.BaselineVisitors,
        minute?.Ratio is { } ratio ? Math.Round(ratio, 2) : null,
        minute?.RefusedShare is { } share ? Math.Round(share, 4) : null);
}
