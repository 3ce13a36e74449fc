namespace Affluence.Report.Attribution;

/// <summary>The data by which addresses are told to be in countries, with the words its licence asks to show.</summary>
internal sealed record GeoDataset(string Type, DateTimeOffset? BuildTime, string? License, string? Attribution, string? AttributionUrl, string Sha256);
