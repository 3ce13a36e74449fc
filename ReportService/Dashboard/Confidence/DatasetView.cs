using Affluence.Report.Attribution;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Confidence;

/// <summary>Whose data tells countries, with the words its licence asks to show.</summary>
/// <param name="Built">Its day, in the page's language; null: it does not say.</param>
/// <param name="AttributionUrl">An http or https address; null: there is none that may be linked to.</param>
public sealed record DatasetView(string Type, string? Built, string? License, string? Attribution, string? AttributionUrl)
{
    internal static DatasetView Of(GeoDataset dataset, Typography words) => new(
        dataset.Type,
        dataset.BuildTime is { } built ? words.Choose($"as of {words.Date(built)}", $"en date du {words.Date(built)}") : null,
        dataset.License,
        dataset.Attribution,
        Uri.TryCreate(dataset.AttributionUrl, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? dataset.AttributionUrl
            : null);
}
