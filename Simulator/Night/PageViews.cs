using Affluence.Hits;

namespace Affluence.Simulator.Night;

/// <summary>Page views by what became of them.</summary>
/// <param name="Served">The site answered.</param>
/// <param name="Refused">By cause, as the report names it; causes that did not occur are left out.</param>
internal sealed record PageViews(long Served, IReadOnlyDictionary<string, long> Refused)
{
    private static readonly IReadOnlyList<(HitOutcome Outcome, string Cause)> Causes =
    [
        (HitOutcome.OriginError, "origin_error"),
        (HitOutcome.Timeout, "timeout"),
        (HitOutcome.Unreachable, "unreachable"),
        (HitOutcome.Shed, "shed"),
    ];

    public static PageViews Of(IReadOnlyCollection<Totals> minutes) => new(
        minutes.Sum(totals => totals.PageViews(HitOutcome.Served)),
        Causes
            .Select(cause => (cause.Cause, Count: minutes.Sum(totals => totals.PageViews(cause.Outcome))))
            .Where(cause => cause.Count > 0)
            .ToDictionary(cause => cause.Cause, cause => cause.Count));
}
