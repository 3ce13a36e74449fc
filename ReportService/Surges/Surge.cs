namespace Affluence.Report.Surges;

/// <summary>One surge.</summary>
/// <param name="Since">The first of the minutes by which it was told.</param>
/// <param name="Until">The first of the minutes that ended it; null while it lasts.</param>
/// <param name="Peak">Its minute with the most visitors.</param>
internal sealed record Surge(DateTimeOffset Since, DateTimeOffset? Until, SurgePeak Peak)
{
    /// <summary>Null while it lasts.</summary>
    public EpisodeEnd? EndedBy { get; init; }

    /// <summary>The steps it reached, ascending.</summary>
    public IReadOnlyList<SurgeStep> Steps { get; init; } = [];

    /// <summary>Since when the site was difficult to reach in it, or was already when it began; null: it was not.</summary>
    public DateTimeOffset? DifficultSince { get; init; }

    /// <summary>Until when it was; null while it still is.</summary>
    public DateTimeOffset? DifficultUntil { get; init; }

    /// <summary>The surge with the difficulties that it shares a time with told as one, from the first's beginning to the last's end.</summary>
    public Surge With(IReadOnlyList<Difficulty> difficulties)
    {
        Difficulty[] shared = [.. difficulties.Where(difficulty =>
            (Until is null || difficulty.Since < Until) && (difficulty.Until is null || difficulty.Until > Since))];
        return shared.Length == 0 ? this : this with { DifficultSince = shared[0].Since, DifficultUntil = shared[^1].Until };
    }
}
