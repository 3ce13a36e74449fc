using System.Globalization;

namespace Affluence.Report.Languages;

/// <summary>Lengths of time as people read them: the two largest units and no more.</summary>
internal static class Durations
{
    /// <summary>For example 12 s, 4 min, 1 h 13 min, 2 d 4 h (in French 2 j 4 h). Nothing is shorter than 0 s.</summary>
    public static string Write(this Typography words, TimeSpan length)
    {
        var seconds = Math.Max(0, (long)Math.Round(length.TotalSeconds));
        return seconds switch
        {
            < 60 => Unit(seconds, "s"),
            < 3600 => Unit(seconds / 60, "min"),
            < 86_400 => Pair(Unit(seconds / 3600, "h"), seconds % 3600 / 60, "min"),
            _ => Pair(Unit(seconds / 86_400, words.Choose("d", "j")), seconds % 86_400 / 3600, "h"),
        };
    }

    private static string Pair(string larger, long count, string unit) => count == 0 ? larger : $"{larger}{Typography.NoBreakSpace}{Unit(count, unit)}";

    private static string Unit(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count}{Typography.NoBreakSpace}{unit}");
}
