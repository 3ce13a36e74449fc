using System.Diagnostics.CodeAnalysis;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Formats by the names they have on the command line.</summary>
internal static class LogFormats
{
    private static readonly (LogFormat Format, string Name)[] Known =
    [
        (LogFormat.Common, "common"),
        (LogFormat.Combined, "combined"),
        (LogFormat.VhostCombined, "vhost-combined"),
        (LogFormat.NginxJson, "nginx-json"),
        (LogFormat.W3C, "w3c"),
    ];

    public static IEnumerable<string> Names => Known.Select(known => known.Name);

    public static string NameOf(LogFormat format) => Known.Single(known => known.Format == format).Name;

    public static bool TryParse(string name, [NotNullWhen(true)] out LogFormat? format)
    {
        var found = Known.Where(known => known.Name == name).ToList();
        format = found.Count == 1 ? found[0].Format : null;
        return format is not null;
    }

    /// <summary>A parser for one reader at a time.</summary>
    public static LineParser NewParser(LogFormat format, HitClassifier classifier) => format switch
    {
        LogFormat.Common => new CommonLineParser(classifier, hasVhost: false, hasUserAgent: false),
        LogFormat.Combined => new CommonLineParser(classifier, hasVhost: false, hasUserAgent: true),
        LogFormat.VhostCombined => new CommonLineParser(classifier, hasVhost: true, hasUserAgent: true),
        LogFormat.NginxJson => new JsonLineParser(classifier),
        LogFormat.W3C => new W3CLineParser(classifier),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No format."),
    };
}
