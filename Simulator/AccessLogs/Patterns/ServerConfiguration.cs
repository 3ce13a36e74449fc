using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>
/// The format strings of a server's configuration: nginx' <c>log_format NAME 'string' …;</c>, Apache httpd's <c>LogFormat "string" NAME</c> and the strings
/// that stand in a <c>CustomLog</c> itself. Other files that it includes are not read.
/// </summary>
internal static partial class ServerConfiguration
{
    /// <summary>Name and string of each, in their order.</summary>
    public static IReadOnlyList<(string Name, string Format)> Formats(string text)
    {
        text = text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal);
        return
        [
            .. NginxFormat().Matches(text).Select(match => (match.Groups["name"].Value, JoinNginx(match.Groups["strings"].Value))),
            .. ApacheFormat().Matches(text).Select(match => (NameOf(match), ApacheSyntax.Unescape(match.Groups["format"].Value))),
        ];
    }

    private static string NameOf(Match apache) => apache.Groups["name"] is { Success: true, Value: { Length: > 0 } name } ? name : apache.Groups["kind"].Value;

    private static string JoinNginx(string strings)
    {
        var joined = new StringBuilder();
        foreach (Match part in NginxString().Matches(strings))
        {
            var isQuoted = part.Groups["quoted"].Success;
            var text = isQuoted ? part.Groups["quoted"].Value : part.Value;
            joined.Append(isQuoted ? Escape().Replace(text, "$1") : text);
        }

        return joined.ToString();
    }

    [GeneratedRegex("""^[^#\n]*?\blog_format\s+(?<name>[^\s;]+)\s+(?:escape=\w+\s+)?(?<strings>(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s;'"]+|\s+)+);""", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex NginxFormat();

    [GeneratedRegex("""(?<mark>['"])(?<quoted>(?:\\.|(?!\k<mark>).)*)\k<mark>|[^\s'"]+""", RegexOptions.Singleline, 1000)]
    private static partial Regex NginxString();

    [GeneratedRegex("""^[ \t]*(?<kind>LogFormat|CustomLog[ \t]+(?:"[^"]*"|\S+))[ \t]+"(?<format>(?:[^"\\]|\\.)*)"(?:[ \t]+(?<name>[A-Za-z0-9_.-]+))?""", RegexOptions.Multiline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ApacheFormat();

    [GeneratedRegex(@"\\(['""\\])")]
    private static partial Regex Escape();
}
