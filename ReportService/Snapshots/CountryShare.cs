namespace Affluence.Report.Snapshots;

/// <summary>One country's part of a snapshot.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or ZZ for unknown.</param>
/// <param name="Visitors">Distinct visitors with an address there.</param>
/// <param name="Share">Of all visitors, unknown ones included; 0.5 is one half.</param>
/// <param name="Ratio">Visitors for each visitor from there at the baseline moment.</param>
/// <param name="BaselineShare">Null when the baseline is not known.</param>
/// <param name="TurnedAway">Distinct visitors from there who met refused page views only.</param>
internal sealed record CountryShare(
    CountryCode Code,
    long Visitors,
    double? Share,
    double? Ratio,
    BaselineShare? BaselineShare,
    long TurnedAway)
{
    public CountryName Name => new(CountryNames.English(Code), CountryNames.French(Code));
}
