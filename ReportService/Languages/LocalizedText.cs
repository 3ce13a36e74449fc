namespace Affluence.Report.Languages;

/// <summary>The same in both languages.</summary>
internal sealed record LocalizedText(string En, string Fr);
