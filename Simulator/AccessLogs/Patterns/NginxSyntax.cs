using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>Format strings as nginx' <c>log_format</c> has them: <c>$remote_addr - $remote_user [$time_local] "$request" …</c>.</summary>
internal static partial class NginxSyntax
{
    public static bool Is(string text) => Variable().IsMatch(text);

    /// <exception cref="FormatException">Lines can't be read by it; half a sentence that reads on after "the format string".</exception>
    public static LogPattern Compile(string text)
    {
        var elements = new List<PatternElement>();
        var at = 0;
        foreach (Match variable in Variable().Matches(text))
        {
            var before = Encoding.UTF8.GetBytes(text[at..variable.Index]);
            elements.Add(FieldMeanings.NewElement(before, variable.Groups["name"].Value));
            at = variable.Index + variable.Length;
        }

        return LogPattern.Of(elements, Encoding.UTF8.GetBytes(text[at..]));
    }

    [GeneratedRegex(@"\$(?:(?<name>[A-Za-z0-9_]+)|\{(?<name>[A-Za-z0-9_]+)\})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
