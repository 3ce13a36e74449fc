using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>Format strings as Apache httpd's <c>LogFormat</c> has them (mod_log_config): <c>%h %l %u %t "%r" %&gt;s %b "%{User-Agent}i"</c>.</summary>
internal static partial class ApacheSyntax
{
    public static bool Is(string text) => Directive().IsMatch(text);

    /// <summary>Takes back what a configuration file needs before quotes.</summary>
    public static string Unescape(string text) =>
        text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    /// <exception cref="FormatException">Lines can't be read by it; half a sentence that reads on after "the format string".</exception>
    public static LogPattern Compile(string text)
    {
        text = Unescape(text);
        var elements = new List<PatternElement>();
        var before = new StringBuilder();
        var at = 0;
        foreach (Match directive in Directive().Matches(text))
        {
            before.Append(text, at, directive.Index - at);
            at = directive.Index + directive.Length;
            if (directive.Value == "%%")
            {
                before.Append('%');
                continue;
            }

            var (argument, letter) = (directive.Groups["argument"].Value, directive.Groups["letter"].Value);
            if (letter == "t" && argument.Length == 0)
            {
                before.Append('[');
            }

            elements.Add(Element(Encoding.UTF8.GetBytes(before.ToString()), argument, letter));
            before.Clear();
            if (letter == "t" && argument.Length == 0)
            {
                before.Append(']');
            }
        }

        return LogPattern.Of(elements, Encoding.UTF8.GetBytes(before.Append(text, at, text.Length - at).ToString()));
    }

    private static PatternElement Element(byte[] before, string argument, string letter) => (letter, argument) switch
    {
        ("a" or "h", "") => FieldMeanings.NewElement(before, "remote_addr"),
        ("a", "c") => new PatternElement(before, LogField.Client, "connection"),
        ("t", "") => FieldMeanings.NewElement(before, "time_local"),
        ("t", _) => new PatternElement(before, LogField.Time, "time", TimeFormat: TimeFormat.OfApache(argument)),
        ("r", _) => FieldMeanings.NewElement(before, "request"),
        ("m", _) => FieldMeanings.NewElement(before, "request_method"),
        ("U", _) => FieldMeanings.NewElement(before, "request_uri"),
        ("s", _) => FieldMeanings.NewElement(before, "status"),
        ("i", _) => FieldMeanings.NewElement(before, "http_" + argument),
        ("o", _) => FieldMeanings.NewElement(before, "sent_http_" + argument),
        ("A" or "v" or "V" or "p", _) => new PatternElement(before, LogField.Ignored, $"%{letter}", IsServers: true),
        _ => new PatternElement(before, LogField.Ignored, argument.Length > 0 ? $"%{{{argument}}}{letter}" : $"%{letter}"),
    };

    [GeneratedRegex(@"%(?:%|[!0-9,]*[<>]?(?:\{(?<argument>[^}]*)\})?[<>]?(?<letter>\^?[A-Za-z]+?))", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
