namespace Affluence.Report.Api;

internal sealed record LocalizedText(string En, string Fr);
