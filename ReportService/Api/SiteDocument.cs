using Affluence.Report.Attribution;

namespace Affluence.Report.Api;

/// <summary>What is measured and how.</summary>
/// <param name="TimeZone">IANA name of the civil time in which moments are compared.</param>
/// <param name="TimeZoneData">Release of the IANA time zone database that is gone by, for example 2026f.</param>
/// <param name="CountryNames">Whose the names of countries are, and of which version.</param>
/// <param name="Method">Version of the way figures are made.</param>
/// <param name="Definitions">What the words mean.</param>
/// <param name="Dataset">The data by which addresses are told to be in countries.</param>
/// <param name="Unavailable">Why something above is null.</param>
internal sealed record SiteDocument(
    string TimeZone,
    string TimeZoneData,
    string CountryNames,
    string Method,
    TimeSpan Window,
    IReadOnlyList<Definition> Definitions,
    GeoDataset? Dataset,
    IReadOnlyDictionary<string, string> Unavailable);
