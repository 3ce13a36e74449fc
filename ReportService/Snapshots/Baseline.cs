namespace Affluence.Report.Snapshots;

/// <summary>The same civil moment one week earlier.</summary>
/// <param name="At">The whole minute compared with; over a change of clocks it is 167 or 169 hours away, not 168.</param>
/// <param name="Visitors">Null when not known.</param>
/// <param name="Median4Weeks">
/// Median of the same civil moment of the four weeks before, but for those in a surge; null when fewer than two are left.
/// </param>
/// <param name="Note">
/// What the reader must know of the moment: that its local hour did not exist or came twice, or that it lay in a surge itself. Null:
/// nothing special.
/// </param>
internal sealed record Baseline(DateTimeOffset At, long? Visitors, double? Median4Weeks, string? Note)
{
    /// <summary>Of the four moments, those left out of the median since they lay in a surge; newest first.</summary>
    public IReadOnlyList<DateTimeOffset> WeeksLeftOut { get; init; } = [];
}
