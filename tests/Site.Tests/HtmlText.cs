using System.Net;
using System.Text.RegularExpressions;

namespace Affluence.Site.Tests;

/// <summary>Reads what tests ask of a page. The site writes its HTML itself, with quoted attributes, so expressions are enough.</summary>
internal static partial class HtmlText
{
    public static IReadOnlyList<string> Headings(string html) =>
        [.. Heading().Matches(html).Select(match => match.Groups["level"].Value)];

    public static string Title(string html) => WebUtility.HtmlDecode(TitleElement().Match(html).Groups["text"].Value);

    public static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"""\s{Regex.Escape(name)}="(?<value>[^"]*)" """.TrimEnd()) is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups["value"].Value)
            : null;

    /// <summary>Everything a page refers to: links, stylesheets, images, form targets.</summary>
    public static IReadOnlyList<string> References(string html) =>
        [.. Reference().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups["value"].Value))];

    public static IReadOnlyList<string> Tags(string html, string name) =>
        [.. Regex.Matches(html, $@"<{name}\b[^>]*>").Select(match => match.Value)];

    /// <summary>What a reader sees, entities decoded.</summary>
    public static string Visible(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " "));

    [GeneratedRegex(@"<h(?<level>[1-6])\b")]
    private static partial Regex Heading();

    [GeneratedRegex("<title>(?<text>[^<]*)</title>")]
    private static partial Regex TitleElement();

    [GeneratedRegex("""\s(?:href|src|action|srcset|poster|data)="(?<value>[^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reference();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
