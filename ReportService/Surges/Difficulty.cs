namespace Affluence.Report.Surges;

/// <summary>A time in which the site was difficult to reach.</summary>
/// <param name="Since">Start of the first minute in which at least 1 % of page views were refused.</param>
/// <param name="Until">Start of the first minute in which fewer were, or of which nothing is known; null while it lasts.</param>
internal sealed record Difficulty(DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>Null while it lasts.</summary>
    public EpisodeEnd? EndedBy { get; init; }

    /// <summary>Its minute with the largest share of refused page views.</summary>
    public required DifficultyPeak Worst { get; init; }
}
