namespace Affluence.Report.Snapshots;

/// <summary>How sure the figures are.</summary>
/// <param name="Freshness">Age of the newest counted bucket's end: when composed, or for the current snapshot when served. Null: nothing was counted.</param>
/// <param name="Writers">Gateways that recorded anything in the window.</param>
/// <param name="DelayedWriters">Of these, the ones silent for 30 s.</param>
/// <param name="UnlocatedShare">Share of visitors whose country is unknown.</param>
/// <param name="ComposedAt">When the figures were put together.</param>
/// <param name="Stale">Why the figures are older than they should be, in one sentence. Null: they are not.</param>
/// <param name="DroppedHits">
/// Requests of the window that gateways saw and had to give up: counts are too low by at most so many. Null: nothing was counted, or by a
/// version that did not tell.
/// </param>
/// <param name="FoldedPageViews">
/// Page views of the window whose visitor was one too many of his network (<c>Gateway:Identity:VisitorsPerNetwork</c>), so that he is not told
/// apart from others there. Null: as of the dropped hits.
/// </param>
internal sealed record Quality(
    TimeSpan? Freshness,
    int Writers,
    int DelayedWriters,
    double? UnlocatedShare,
    DateTimeOffset ComposedAt,
    string? Stale = null,
    long? DroppedHits = null,
    long? FoldedPageViews = null);
