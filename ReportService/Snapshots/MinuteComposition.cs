using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>What came of composing the snapshot of a whole minute.</summary>
internal abstract record MinuteComposition
{
    private MinuteComposition()
    {
    }

    /// <param name="Snapshot">Not final: whoever composes does not know whether more will come.</param>
    /// <param name="Recorded">Whether any gateway recorded anything in the window.</param>
    /// <param name="DelayedUntil">Until when a gateway that should be heard of may still add to it; null: all are heard.</param>
    /// <param name="ComparedWith">How many past minutes were known to compare it with.</param>
    /// <param name="HasRetractions">Something that was counted in its windows is retracted, so it may be less than before.</param>
    public sealed record Composed(
        Snapshot Snapshot, MinuteMeasure Measure, bool Recorded, DateTimeOffset? DelayedUntil, int ComparedWith, bool HasRetractions)
        : MinuteComposition;

    /// <summary>The counter can't tell the figures any more; the snapshot says so.</summary>
    public sealed record Lost(Snapshot Snapshot, MinuteMeasure Measure, string Reason, int ComparedWith) : MinuteComposition;

    /// <summary>What the counter did not tell now it may tell later.</summary>
    public sealed record Unreachable(string Reason) : MinuteComposition;
}
