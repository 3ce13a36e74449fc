using System.CommandLine;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>The options of every command that reads logs.</summary>
internal static class LogOptions
{
    private const string Recognised = "auto";
    private const int LongestDisorder = 24 * 60;

    public static Argument<string[]> Logs() => new("log")
    {
        Description = "Access logs, plain or gzip; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Null recognises the format.</summary>
    public static Option<LogFormat?> Format() => new("--format")
    {
        Description = $"How the logs are written: {string.Join(", ", LogFormats.Names)}; {Recognised} recognises it by the first lines.",
        DefaultValueFactory = _ => null,
        CustomParser = result =>
        {
            var name = result.Tokens[0].Value;
            if (name == Recognised || LogFormats.TryParse(name, out _))
            {
                return LogFormats.TryParse(name, out var format) ? format : null;
            }

            result.AddError($"--format: '{name}' is none of {Recognised}, {string.Join(", ", LogFormats.Names)}.");
            return null;
        },
    };

    public static Option<string[]> ProbePaths() => new("--probe-path")
    {
        Description = "Paths of health and uptime checks, as the gateway's Gateway:Capture:ProbePaths; may be given more than once.",
        DefaultValueFactory = _ => [.. HitClassifier.DefaultProbePaths],
    };

    public static Option<bool> Strict() => new("--strict")
    {
        Description = "Ends with the first line that can't be read. Otherwise such lines are counted and the first few shown.",
    };

    public static Option<int> MaxDisorder() => CommandOptions.Number(
        "--max-disorder",
        "Minutes by which a line may be older than one before it. Apache httpd logs a request when it ends, under the time it came: allow for the longest one.",
        value => value is >= 0 and <= LongestDisorder,
        $"a whole number from 0 to {LongestDisorder}",
        fallback: 10);
}
