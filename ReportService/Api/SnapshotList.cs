using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>The stored snapshots of [from, to).</summary>
/// <param name="To">Of this part, where the range is given in parts.</param>
/// <param name="Next">Path of the next part; null: this is the last.</param>
internal sealed record SnapshotList(DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IEnumerable<Snapshot> Snapshots, string? Next);
