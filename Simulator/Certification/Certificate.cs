using System.Globalization;

namespace Affluence.Simulator.Certification;

/// <summary>All minutes, and the verdict over them.</summary>
internal sealed class Certificate(IReadOnlyList<CertifiedMinute> minutes, double tolerance)
{
    /// <summary>Oldest first; one at least.</summary>
    public IReadOnlyList<CertifiedMinute> Minutes => minutes;

    public bool IsCertified => minutes.All(minute => minute.Agrees);

    /// <summary>The minute whose visitors differ most; null if none is told.</summary>
    public CertifiedMinute? Largest => minutes.Where(minute => minute.RelativeDifference is not null).MaxBy(minute => Math.Abs(minute.RelativeDifference!.Value));

    public double? MeanDifference => minutes.Average(minute => minute.RelativeDifference is { } difference ? Math.Abs(difference) : (double?)null);

    /// <summary>Minutes whose visitors differ by more than two of the standard errors that the report tells.</summary>
    public int BeyondTwoStandardErrors => minutes.Count(minute => minute.StandardErrors > 2);

    /// <summary>One line.</summary>
    public string Verdict => IsCertified
        ? Text($"certified: {Count(minutes.Count)}, {Differences}, page views exact.")
        : Text($"not certified: {string.Join(", ", Reasons)}, of {Count(minutes.Count)}; {Differences}.");

    private string Differences => Largest is { } largest
        ? Text($"largest difference {Math.Abs(largest.RelativeDifference!.Value):0.00 %} ({largest.Exact.At:yyyy-MM-dd'T'HH:mmzzz}), mean {MeanDifference:0.00 %}, {BeyondTwoStandardErrors} beyond two standard errors")
        : "no visitors to compare";

    private IEnumerable<string> Reasons
    {
        get
        {
            (int Minutes, string What)[] reasons =
            [
                (minutes.Count(minute => !minute.IsOnRecord), "not on record"),
                (minutes.Count(minute => minute.Live is { Final: false }), "not final yet"),
                (minutes.Count(minute => minute.Live is { Visitors: null }), "without visitors told"),
                (minutes.Count(minute => minute is { Live.Visitors: not null, VisitorsAgree: false }), Text($"differ by more than {tolerance:0.## %} of the visitors")),
                (minutes.Count(minute => minute is { Live.Visitors: not null, TurnedAwayAgrees: false }), "differ in those turned away"),
                (minutes.Count(minute => minute is { IsOnRecord: true, PageViewsAgree: false }), "differ in page views"),
            ];
            return reasons.Where(reason => reason.Minutes > 0).Select(reason => Text($"{reason.Minutes} {reason.What}"));
        }
    }

    private static string Count(int minutes) => minutes == 1 ? "1 minute" : Text($"{minutes:N0} minutes");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
