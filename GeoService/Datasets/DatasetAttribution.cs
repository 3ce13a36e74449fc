namespace Affluence.Geo;

/// <summary>What must be shown with results: as configured, else that of the file that comes with this project.</summary>
internal sealed record DatasetAttribution(string License, string Sentence, string Url)
{
    private static readonly DatasetAttribution Bundled = new("CC BY 4.0", "IP Geolocation by DB-IP", "https://db-ip.com");
    private static readonly DatasetAttribution None = new(string.Empty, string.Empty, string.Empty);

    public static DatasetAttribution Of(GeoOptions options)
    {
        var fallback = options.IsBundled ? Bundled : None;
        return new(
            options.License ?? fallback.License,
            options.Attribution ?? fallback.Sentence,
            options.AttributionUrl ?? fallback.Url);
    }
}
