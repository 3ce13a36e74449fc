using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>The stored snapshots of [from, to).</summary>
internal sealed record SnapshotList(DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IEnumerable<Snapshot> Snapshots);
