using Affluence.Report.Counter;

namespace Affluence.Report.Snapshots;

/// <summary>What the counter told for a snapshot.</summary>
/// <param name="FiveMinutes">The window the figures are about.</param>
/// <param name="OneMinute">The same count over 1 minute, or why it is not known.</param>
/// <param name="ThirtyMinutes">The same count over 30 minutes, or why it is not known.</param>
/// <param name="Ledger">The books of the 1 minute.</param>
internal sealed record SnapshotParts(
    CounterWindow FiveMinutes,
    VisitorCount OneMinute,
    VisitorCount ThirtyMinutes,
    MinuteLedger Ledger,
    DateTimeOffset ComposedAt);
