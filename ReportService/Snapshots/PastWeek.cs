namespace Affluence.Report.Snapshots;

/// <summary>The same civil moment some weeks before, as far as known.</summary>
/// <param name="SurgeSince">When the surge began that it lay in; null: it lay in none.</param>
internal sealed record PastWeek(DateTimeOffset At, MinuteFigures Figures, DateTimeOffset? SurgeSince);
