namespace Affluence.Report.Surges;

/// <summary>A ratio that a surge reached, with the figures of the first minute that did.</summary>
/// <param name="Step">The ratio of the step: 3, 5, 10 …</param>
/// <param name="At">The <c>at</c> of that minute's snapshot.</param>
/// <param name="Visitors">Of the 5 minutes that end there.</param>
/// <param name="Baseline">Visitors of the same civil moment a week earlier.</param>
/// <param name="Ratio">The one by the other.</param>
internal sealed record SurgeStep(double Step, DateTimeOffset At, long Visitors, long Baseline, double Ratio)
{
    public static IReadOnlyList<double> Defaults { get; } = [SurgeFold.RatioOfSurge, 5, 10, 20, 50, 100];
}
