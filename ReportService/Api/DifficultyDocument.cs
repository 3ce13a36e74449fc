using Affluence.Report.Annotations;
using Affluence.Report.Surges;

namespace Affluence.Report.Api;

/// <summary>A time in which the site was difficult to reach, as it is told.</summary>
/// <param name="Since">Start of the first minute in which at least 1 % of page views were refused.</param>
/// <param name="Until">Start of the first minute in which fewer were; null while it lasts.</param>
/// <param name="EndedBy">Whether the ordinary was seen again or nothing more was known; null while it lasts.</param>
/// <param name="Worst">Its minute with the largest share of refused page views.</param>
/// <param name="Annotations">From half an hour before it to half an hour after.</param>
internal sealed record DifficultyDocument(
    DateTimeOffset Since, DateTimeOffset? Until, EpisodeEnd? EndedBy, DifficultyPeak Worst, IReadOnlyList<Annotation> Annotations)
{
    public static DifficultyDocument Of(Difficulty difficulty, IReadOnlyList<Annotation> annotations) =>
        new(difficulty.Since, difficulty.Until, difficulty.EndedBy, difficulty.Worst, annotations);
}
