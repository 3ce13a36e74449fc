using Affluence.Report.Counter;
using Affluence.Report.Room;

namespace Affluence.Report.Snapshots;

/// <summary>What the counter told for a snapshot.</summary>
/// <param name="FiveMinutes">The window the figures are about.</param>
/// <param name="OneMinute">The same count over 1 minute, or why it is not known.</param>
/// <param name="ThirtyMinutes">The same count over 30 minutes, or why it is not known.</param>
/// <param name="Ledger">The books of the 1 minute.</param>
/// <param name="ComposedAt">When they were put together.</param>
/// <param name="Room">The waiting room, or why it is not known.</param>
internal sealed record SnapshotParts(
    CounterWindow FiveMinutes,
    VisitorCount OneMinute,
    VisitorCount ThirtyMinutes,
    MinuteLedger Ledger,
    DateTimeOffset ComposedAt,
    RoomReading Room);
