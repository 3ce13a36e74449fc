using System.Diagnostics.Metrics;

namespace Affluence.Site;

/// <summary>What the knobs did with a page request.</summary>
internal enum PageOutcome
{
    /// <summary>Let through to the page.</summary>
    Passed,

    /// <summary>Answered 503, beyond the capacity.</summary>
    OverCapacity,

    /// <summary>Answered 500, within the error share.</summary>
    Failed,

    /// <summary>Given up by the client before its answer.</summary>
    Abandoned,
}

internal sealed class SiteMetrics
{
    private readonly Counter<long> _pageRequests;

    public SiteMetrics(IMeterFactory meters) =>
        _pageRequests = meters.Create("Affluence.Site").CreateCounter<long>(
            "affluence.site.page_requests", unit: "{request}", description: "Requests for pages, by what the knobs did with them.");

    public void PageRequested(PageOutcome outcome) =>
        _pageRequests.Add(1, KeyValuePair.Create<string, object?>("affluence.site.outcome", NameOf(outcome)));

    private static string NameOf(PageOutcome outcome) => outcome switch
    {
        PageOutcome.Passed => "passed",
        PageOutcome.OverCapacity => "over_capacity",
        PageOutcome.Failed => "failed",
        PageOutcome.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
