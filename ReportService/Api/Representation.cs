using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>A form in which something can be given.</summary>
/// <param name="Format">Its name as the <c>format</c> parameter.</param>
/// <param name="MediaType">Its name in Accept and Content-Type.</param>
internal sealed record Representation(string Format, string MediaType)
{
    public static Representation Json { get; } = new("json", "application/json");

    public static Representation Csv { get; } = new("csv", "text/csv");

    public static Representation Markdown { get; } = new("markdown", "text/markdown");

    public static Representation Text { get; } = new("text", "text/plain");

    public static Representation Png { get; } = new("png", "image/png");

    public static Representation Svg { get; } = new("svg", "image/svg+xml");

    public static Representation EventStream { get; } = new("event-stream", "text/event-stream");

    /// <summary>
    /// The form a client gets: that named by <paramref name="format"/>, or else the one its Accept header likes best (RFC 9110, 12.5.1);
    /// among equals the first offered. Null: it accepts none of them.
    /// </summary>
    /// <param name="format">One of the offered formats, or null.</param>
    public static Representation? Choose(string? format, StringValues accept, params ReadOnlySpan<Representation> offered)
    {
        Representation? best = null;
        var bestQuality = 0.0;
        _ = MediaTypeHeaderValue.TryParseList(accept, out var ranges);
        foreach (var candidate in offered)
        {
            if (format is not null)
            {
                if (candidate.Format == format)
                {
                    return candidate;
                }

                continue;
            }

            // Without a readable Accept header everything is acceptable.
            var quality = ranges is null or [] ? 1 : Quality(candidate, ranges);
            if (quality > bestQuality)
            {
                (best, bestQuality) = (candidate, quality);
            }
        }

        return best;
    }

    // The most specific range that fits decides, even if it says 0.
    private static double Quality(Representation candidate, IList<MediaTypeHeaderValue> ranges) =>
        ranges
            .Where(range => Fits(range, candidate.MediaType))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();

    private static bool Fits(MediaTypeHeaderValue range, string mediaType) =>
        range.MatchesAllTypes
        || range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        || (range.MatchesAllSubTypes && mediaType.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase));
}
