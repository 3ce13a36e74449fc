using System.Text.RegularExpressions;
using Affluence.Simulator.AccessLogs.Patterns;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Which formats a log may have, by what an operator says of it.</summary>
internal static class LogFormatChoice
{
    private const string Recognised = "auto";

    /// <param name="format">A name of a format, or <c>auto</c>.</param>
    /// <param name="logFormat">A format string, or its name in a configuration; or null.</param>
    /// <param name="configuration">A file of a server's configuration; or null.</param>
    /// <exception cref="UnusableArgumentException">One of them can't be used, or they contradict each other.</exception>
    public static IReadOnlyList<LogFormat> Of(string format, string? logFormat, string? configuration)
    {
        if (format != Recognised && (logFormat ?? configuration) is not null)
        {
            throw new UnusableArgumentException("--format: give either a format by its name, or a format string with --log-format or --log-config.");
        }

        if (configuration is not null)
        {
            return OfConfiguration(configuration, logFormat);
        }

        if (logFormat is not null)
        {
            return [OfString("--log-format", "custom", logFormat)];
        }

        if (format == Recognised)
        {
            return LogFormat.Known;
        }

        var found = LogFormat.Find(format)
            ?? throw new UnusableArgumentException($"--format: '{format}' is none of {Recognised}, {string.Join(", ", LogFormat.Known)}.");
        return [found];
    }

    private static List<LogFormat> OfConfiguration(string path, string? name)
    {
        IReadOnlyList<(string Name, string Format)> formats;
        try
        {
            formats = ServerConfiguration.Formats(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RegexMatchTimeoutException or ArgumentException)
        {
            throw new UnusableArgumentException($"--log-config: {path} can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }

        if (formats.Count == 0)
        {
            throw new UnusableArgumentException($"--log-config: {path} has no log_format (nginx), LogFormat or CustomLog with a string (Apache httpd). Files that it includes are not read.");
        }

        if (name is not null)
        {
            var named = formats.Where(format => format.Name == name).ToList();
            if (named.Count == 0)
            {
                throw new UnusableArgumentException(
                    $"--log-format: {path} has no format '{name}', but {string.Join(", ", formats.Select(format => format.Name).Distinct())}.");
            }

            return [OfString("--log-config", name, named[^1].Format)];
        }

        // Formats of other logs than those of requests are among them. The one that fits is found by the log.
        var usable = new List<LogFormat>();
        FormatException? fault = null;
        foreach (var (known, text) in formats)
        {
            try
            {
                usable.Add(LogFormat.OfPattern(known, Compile(text)));
            }
            catch (FormatException exception)
            {
                fault = exception;
            }
        }

        return usable.Count > 0 ? usable : throw new UnusableArgumentException($"--log-config: a format string in {path} {fault!.Message}.", fault);
    }

    private static LogFormat OfString(string option, string name, string text)
    {
        try
        {
            return LogFormat.OfPattern(name, Compile(text));
        }
        catch (FormatException exception)
        {
            throw new UnusableArgumentException($"{option}: the format string {exception.Message}.", exception);
        }
    }

    private static LogPattern Compile(string text) => NginxSyntax.Is(text) ? NginxSyntax.Compile(text)
        : ApacheSyntax.Is(text) ? ApacheSyntax.Compile(text)
        : throw new FormatException("has neither variables as $remote_addr nor directives as %h");
}
