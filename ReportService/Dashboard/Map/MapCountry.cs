namespace Affluence.Report.Dashboard.Map;

/// <summary>A country that has visitors.</summary>
/// <param name="Name">In the language of the page.</param>
/// <param name="Value">Share or ratio. Null: it has visitors, and the figure is not known.</param>
public sealed record MapCountry(CountryCode Code, string Name, double? Value);
