namespace Affluence.Report.Surges;

internal sealed record SurgePeak(DateTimeOffset At, long Visitors, double Ratio);
