using Affluence.Report.History;

namespace Affluence.Report.Api;

/// <summary>What was told of a minute, and when, oldest first.</summary>
/// <param name="At">The minute, as its snapshot's <c>at</c>.</param>
internal sealed record RevisionList(DateTimeOffset At, IReadOnlyList<SnapshotRevision> Revisions);
