using Affluence.Report.Annotations;
using Affluence.Report.Surges;

namespace Affluence.Report.Api;

/// <summary>A surge as it is told.</summary>
/// <param name="Since">The first of the minutes by which it was told.</param>
/// <param name="Until">The first of the minutes that ended it; null while it lasts.</param>
/// <param name="EndedBy">Whether the ordinary was seen again or nothing more was known; null while it lasts.</param>
/// <param name="Peak">Its minute with the most visitors.</param>
/// <param name="PeakTurnedAway">Visitors turned away at its peak; null when not known.</param>
/// <param name="Steps">The multiples of the baseline that it reached, each with the first minute that did.</param>
/// <param name="DifficultSince">Since when the site was difficult to reach; null: it was not, in this surge.</param>
/// <param name="DifficultUntil">Until when it was; null while it still is.</param>
/// <param name="Annotations">From half an hour before it to half an hour after.</param>
internal sealed record SurgeDocument(
    DateTimeOffset Since,
    DateTimeOffset? Until,
    EpisodeEnd? EndedBy,
    SurgePeak Peak,
    long? PeakTurnedAway,
    IReadOnlyList<SurgeStep> Steps,
    DateTimeOffset? DifficultSince,
    DateTimeOffset? DifficultUntil,
    IReadOnlyList<Annotation> Annotations)
{
    public static SurgeDocument Of(Surge surge, long? peakTurnedAway, IReadOnlyList<Annotation> annotations) =>
        new(surge.Since, surge.Until, surge.EndedBy, surge.Peak, peakTurnedAway, surge.Steps, surge.DifficultSince, surge.DifficultUntil, annotations);
}
