using Affluence.Hits;

namespace Affluence.Simulator.Night;

/// <summary>A request that is made within some bucket.</summary>
/// <param name="Reader">Who makes it.</param>
/// <param name="Kind">A served page view brings requests for the parts of the page, which are not planned one by one: <see cref="Parts"/>.</param>
/// <param name="Outcome">How the site answers.</param>
/// <param name="Number">How many pages the reader was served before.</param>
internal readonly record struct PlannedRequest(Reader Reader, HitKind Kind, HitOutcome Outcome, byte Number)
{
    // With the first page come style sheet, script, picture and icon; after that the browser has them, and asks for one picture more.
    private const int PartsOfFirstPage = 4;
    private const int PartsOfLaterPage = 1;

    /// <summary>Other requests in the same bucket.</summary>
    public int Parts => (Kind, Outcome, Number) switch
    {
        (HitKind.PageView, HitOutcome.Served, 0) => PartsOfFirstPage,
        (HitKind.PageView, HitOutcome.Served, _) => PartsOfLaterPage,
        _ => 0,
    };
}
