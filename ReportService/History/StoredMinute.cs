using Affluence.Report.Snapshots;

namespace Affluence.Report.History;

/// <summary>A minute on record.</summary>
internal sealed record StoredMinute(Snapshot Snapshot, Provenance Provenance);
