using Affluence.Report.Attribution;

namespace Affluence.Report.Api;

/// <summary>What is measured and how.</summary>
/// <param name="TimeZone">IANA name of the civil time in which moments are compared.</param>
/// <param name="Method">Version of the way figures are made.</param>
/// <param name="Definitions">What the words mean.</param>
/// <param name="Dataset">The data by which addresses are told to be in countries.</param>
/// <param name="Unavailable">Why something above is null.</param>
internal sealed record SiteDocument(
    string TimeZone,
    string Method,
    TimeSpan Window,
    IReadOnlyList<Definition> Definitions,
    GeoDataset? Dataset,
    IReadOnlyDictionary<string, string> Unavailable);
