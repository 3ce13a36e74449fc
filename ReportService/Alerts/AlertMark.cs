namespace Affluence.Report.Alerts;

/// <summary>Something of an episode that is reported once.</summary>
/// <param name="Rank">The step of a surge; 0 for the beginning of a difficulty.</param>
/// <param name="At">The <c>at</c> of the first snapshot that shows it.</param>
internal readonly record struct AlertMark(double Rank, DateTimeOffset At);
