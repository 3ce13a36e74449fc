namespace Affluence.Report.Surges;

/// <param name="At">End of the minute: the <c>at</c> of its snapshot.</param>
/// <param name="RefusedShare">Of the page views of that minute; 0.01 is 1 %.</param>
internal sealed record DifficultyPeak(DateTimeOffset At, double RefusedShare);
