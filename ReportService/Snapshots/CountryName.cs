namespace Affluence.Report.Snapshots;

internal sealed record CountryName(string En, string Fr);
