using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>What came of composing the snapshot of a whole minute.</summary>
internal abstract record MinuteComposition
{
    private MinuteComposition()
    {
    }

    /// <param name="Recorded">Whether any gateway recorded anything in the window.</param>
    public sealed record Composed(Snapshot Snapshot, MinuteMeasure Measure, bool Recorded) : MinuteComposition;

    /// <summary>The counter can't tell the figures any more; the snapshot says so.</summary>
    public sealed record Lost(Snapshot Snapshot, MinuteMeasure Measure, string Reason) : MinuteComposition;

    public sealed record Unreachable(string Reason) : MinuteComposition;
}
