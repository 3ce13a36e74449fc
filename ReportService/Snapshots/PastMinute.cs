namespace Affluence.Report.Snapshots;

/// <summary>What is known of a past minute: its figures, or why there are none.</summary>
/// <param name="IsUnreachable">There may be figures, but nobody could be asked.</param>
internal readonly record struct PastMinute(MinuteFigures? Figures, string? Reason, bool IsUnreachable)
{
    public static PastMinute Known(MinuteFigures figures) => new(figures, null, IsUnreachable: false);

    public static PastMinute Unknown(string reason) => new(null, reason, IsUnreachable: false);

    public static PastMinute Unreachable(string reason) => new(null, reason, IsUnreachable: true);
}
