using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Page;
using NodaTime;

namespace Affluence.Report.Dashboard.Embed;

/// <summary>What was asked of the embeddable figure.</summary>
/// <param name="Theme"><c>light</c>, <c>dark</c>, or <c>auto</c>: as the reader's system prefers.</param>
internal sealed record EmbedRequest(PageRequest Page, string Theme)
{
    public const string AutomaticTheme = "auto";

    private const string ThemeParameter = "theme";

    private static readonly string[] Themes = [AutomaticTheme, "light", "dark"];

    /// <summary>The request, or which parameter is wrong and how. Parameters of others are let be, as on the page.</summary>
    public static (EmbedRequest Request, string? Parameter, string? Fault) Read(HttpRequest request, DateTimeZone zone)
    {
        var (page, parameter, fault) = PageRequest.Read(request, zone);
        var asked = new EmbedRequest(page, AutomaticTheme);
        if (fault is not null || !request.Query.TryGetValue(ThemeParameter, out var themes))
        {
            return (asked, parameter, fault);
        }

        return themes is [{ } theme] && Themes.Contains(theme, StringComparer.Ordinal)
            ? (asked with { Theme = theme }, null, null)
            : (asked, ThemeParameter, $"{Parsed.Quote(themes.ToString())} is unknown; it is one of {string.Join(", ", Themes)}.");
    }
}
