namespace Affluence.Simulator.Reports;

/// <summary>The part of the report's snapshot that is compared.</summary>
/// <param name="At">End of the window.</param>
/// <param name="Visitors">Distinct visitors of the window.</param>
/// <param name="Countries">Each country with its share of the visitors.</param>
public sealed record ReportSnapshot(DateTimeOffset At, long? Visitors, IReadOnlyList<ReportCountry> Countries)
{
    public double ShareOf(CountryCode country) => Countries.FirstOrDefault(item => item.Code == country.ToString())?.Share ?? 0;
}
