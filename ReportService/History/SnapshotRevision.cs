namespace Affluence.Report.History;

/// <summary>One revision of a minute's snapshot.</summary>
/// <param name="Revision">1, 2, … in the order in which they were put on record.</param>
/// <param name="RecordedAt">When that was.</param>
/// <param name="Final">Only the newest can be not final yet.</param>
internal sealed record SnapshotRevision(int Revision, DateTimeOffset RecordedAt, bool Final);
