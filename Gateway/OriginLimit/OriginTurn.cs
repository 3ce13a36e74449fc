namespace Affluence.Gateway.OriginLimit;

/// <summary>A request on its way to the site; a feature of it, so that the proxy can note when the answer began.</summary>
internal sealed class OriginTurn(int page, int cohort, TimeSpan startedAt)
{
    private int _hasEnded;

    public int Page { get; } = page;

    public int Cohort { get; } = cohort;

    public TimeSpan StartedAt { get; } = startedAt;

    /// <summary>When the head of the answer was there; null before.</summary>
    public TimeSpan? AnsweredAt { get; set; }

    public bool TryEnd() => Interlocked.Exchange(ref _hasEnded, 1) == 0;
}
