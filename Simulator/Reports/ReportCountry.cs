namespace Affluence.Simulator.Reports;

/// <summary>One country of a snapshot.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Share">0 to 1.</param>
public sealed record ReportCountry(string Code, double Share);
