namespace Affluence.Report.Snapshots;

/// <summary>What is known of a past minute: its figures, or why there are none.</summary>
internal readonly record struct PastMinute(MinuteFigures? Figures, string? Reason)
{
    public static PastMinute Known(MinuteFigures figures) => new(figures, null);

    public static PastMinute Unknown(string reason) => new(null, reason);
}
