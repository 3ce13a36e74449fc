using System.Globalization;
using System.Text.Json.Serialization;

namespace Affluence.Site.Knobs;

/// <summary>
/// How badly the site behaves. The knobs act on its pages; stylesheet, icon, health and metrics are spared, so that a demonstration of a
/// failing site is not taken for a site that is down.
/// </summary>
/// <param name="ResponseTime">Time a page takes beyond its own; 0 to 60 s.</param>
/// <param name="Capacity">Pages in the making at once, beyond which a request is answered 503; null is without limit.</param>
/// <param name="ErrorShare">Share of page requests, 0 to 1, that are answered 500 after the response time.</param>
/// <param name="Collapse">
/// With it nobody is turned away beyond the capacity, but all wait: at n times the capacity the site makes 1 / (1 + Collapse · (n − 1)) of the pages that
/// it makes at best. 0 to 10; null turns away.
/// </param>
internal sealed record SiteKnobs(
    TimeSpan ResponseTime,
    int? Capacity,
    double ErrorShare,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Collapse = null)
{
    public static readonly TimeSpan LongestResponseTime = TimeSpan.FromSeconds(60);

    public static SiteKnobs Healthy { get; } = new(TimeSpan.Zero, Capacity: null, ErrorShare: 0);

    public static SiteKnobs Slow { get; } = Healthy with { ResponseTime = TimeSpan.FromSeconds(3) };

    /// <summary>Serves 40 pages a second (20 at a time, half a second each) and turns the rest away.</summary>
    public static SiteKnobs Overloaded { get; } = Healthy with { ResponseTime = TimeSpan.FromMilliseconds(500), Capacity = 20 };

    /// <summary>Makes 200 pages a second at its best, with 20 in the making, and ever fewer the more is asked of it.</summary>
    public static SiteKnobs Collapsing { get; } = Healthy with { ResponseTime = TimeSpan.FromMilliseconds(100), Capacity = 20, Collapse = 0.5 };

    public static SiteKnobs Failing { get; } = Healthy with { ErrorShare = 0.5 };

    /// <returns>Each knob that is out of its range, with its value and the rule; none if these knobs can be used.</returns>
    public IEnumerable<(string Knob, string Fault)> Faults()
    {
        if (ResponseTime < TimeSpan.Zero || ResponseTime > LongestResponseTime)
        {
            yield return (nameof(ResponseTime), $"is '{ResponseTime:c}' and must be 00:00:00 to {LongestResponseTime:c}.");
        }

        if (Capacity < 0)
        {
            yield return (nameof(Capacity), string.Create(CultureInfo.InvariantCulture, $"is {Capacity} and must be 0 or more, or null for no limit."));
        }

        if (Collapse is { } collapse)
        {
            if (!(collapse is >= 0 and <= 10))
            {
                yield return (nameof(Collapse), string.Create(CultureInfo.InvariantCulture, $"is {collapse} and must be 0 to 10, or null to turn away."));
            }

            if (Capacity is null or 0 || ResponseTime == TimeSpan.Zero)
            {
                yield return (nameof(Collapse), "needs a capacity of 1 or more and a response time, which it prolongs.");
            }
        }

        // Written so that NaN, which compares as false with everything, is a fault.
        if (!(ErrorShare is >= 0 and <= 1))
        {
            yield return (nameof(ErrorShare), string.Create(CultureInfo.InvariantCulture, $"is {ErrorShare} and must be 0 to 1."));
        }
    }
}
