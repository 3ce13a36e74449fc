namespace Affluence.Report.Snapshots;

/// <summary>One country's part of a snapshot.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or ZZ for unknown.</param>
/// <param name="Visitors">Distinct visitors with an address there.</param>
/// <param name="Share">Of all visitors, unknown ones included; 0.5 is one half.</param>
/// <param name="Ratio">Visitors for each visitor from there at the baseline moment.</param>
/// <param name="Contribution">
/// Its part of the increase of all visitors over the baseline moment; below 0 when it has fewer than then. Null when there is no increase.
/// </param>
/// <param name="BaselineShare">Null when the baseline is not known.</param>
/// <param name="RefusedVisitors">Distinct visitors from there with a refused page view, served or not. Null: it was put on record before they were counted.</param>
/// <param name="TurnedAway">Distinct visitors from there who met refused page views only.</param>
internal sealed record CountryShare(
    CountryCode Code,
    long Visitors,
    double? Share,
    double? Ratio,
    double? Contribution,
    BaselineShare? BaselineShare,
    long? RefusedVisitors,
    long TurnedAway)
{
    public CountryName Name => CountryName.Of(Code);
}
