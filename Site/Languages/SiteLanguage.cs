using System.Globalization;
using Microsoft.AspNetCore.Http.Headers;

namespace Affluence.Site.Languages;

/// <summary>One of the two languages of the site. The first segment of the path decides, never a cookie: an address means one document.</summary>
internal sealed class SiteLanguage
{
    private SiteLanguage(string code, string cultureName, string ownName)
    {
        Code = code;
        Culture = CultureInfo.GetCultureInfo(cultureName);
        OwnName = ownName;
    }

    public static SiteLanguage English { get; } = new("en", "en-CA", "English");

    public static SiteLanguage French { get; } = new("fr", "fr-CA", "Français");

    public static IReadOnlyList<SiteLanguage> All { get; } = [English, French];

    /// <summary>The path's first segment and the value of <c>lang</c>.</summary>
    public string Code { get; }

    public CultureInfo Culture { get; }

    public string OwnName { get; }

    public SiteLanguage Other => this == English ? French : English;

    /// <summary>The text for this language, of the two that are given.</summary>
    public string Choose(string english, string french) => this == English ? english : french;

    /// <returns>The language of a path below <c>/en</c> or <c>/fr</c>, or null for any other path.</returns>
    public static SiteLanguage? FromPath(PathString path) => All.FirstOrDefault(language => path.StartsWithSegments($"/{language.Code}"));

    /// <summary>The language a browser prefers by <c>Accept-Language</c> (RFC 9110, 12.5.4); English if it says nothing of ours.</summary>
    public static SiteLanguage Preferred(IHeaderDictionary headers) =>
        new RequestHeaders(headers).AcceptLanguage
            .Where(range => range.Quality is null or > 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => All.FirstOrDefault(language => Covers(range.Value.AsSpan(), language)))
            .FirstOrDefault(language => language is not null) ?? English;

    /// <summary>The language of a request: that of its path, else the one its browser prefers.</summary>
    public static SiteLanguage Of(HttpRequest request) => FromPath(request.Path) ?? Preferred(request.Headers);

    private static bool Covers(ReadOnlySpan<char> range, SiteLanguage language) =>
        range.StartsWith(language.Code, StringComparison.OrdinalIgnoreCase)
        && (range.Length == language.Code.Length || range[language.Code.Length] == '-');
}
