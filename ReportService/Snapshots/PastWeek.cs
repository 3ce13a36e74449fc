using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>The same civil moment some weeks before, as far as known.</summary>
/// <param name="Surge">The surge that it lay in; null: none.</param>
internal sealed record PastWeek(DateTimeOffset At, MinuteFigures Figures, Surge? Surge);
