namespace Affluence.Report.Dashboard.Origins;

/// <summary>One country's part of the visitors. Null is not known.</summary>
/// <param name="Name">In the language of the page.</param>
/// <param name="Share">Of all visitors; 0.5 is one half.</param>
/// <param name="BaselineShare">Its share at the same moment last week.</param>
/// <param name="BaselineLow">The smallest over the hour around that moment.</param>
/// <param name="BaselineHigh">The largest over the hour around that moment.</param>
/// <param name="Ratio">Visitors for each visitor from there at the same moment last week.</param>
/// <param name="Contribution">Its part of the increase of all visitors.</param>
public sealed record OriginRow(
    CountryCode Code,
    string Name,
    long Visitors,
    double? Share,
    double? BaselineShare,
    double? BaselineLow,
    double? BaselineHigh,
    double? Ratio,
    double? Contribution,
    long TurnedAway);
