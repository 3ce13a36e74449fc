using System.Globalization;
using Affluence.Report.Languages;

namespace Affluence.Report.Bulletins;

/// <summary>The line by which a text says what it is. Numbers of bulletins are names, and have no thousands.</summary>
internal static class Imprint
{
    public static string OfDraft(Typography words) => words.Choose("Draft, not issued as a bulletin.", "Ébauche, non publiée comme bulletin.");

    /// <param name="issuedAt">With the site's civil offset.</param>
    /// <param name="supersedes">The bulletin it replaces; null: none.</param>
    public static string OfBulletin(Typography words, long number, DateTimeOffset issuedAt, long? supersedes)
    {
        var (time, date, offset) = (words.Time(issuedAt), words.Date(issuedAt), Typography.Offset(issuedAt));
        var issued = words.Choose(
            $"Bulletin {Name(number)}, issued at {time} on {date} ({offset}).",
            $"Bulletin {Name(number)}, publié le {date} à {time} ({offset}).");
        return supersedes is { } earlier
            ? $"{issued} {words.Choose($"It replaces bulletin {Name(earlier)}.", $"Il remplace le bulletin {Name(earlier)}.")}"
            : issued;
    }

    /// <summary>Put before the text of a bulletin that was superseded, and no part of it.</summary>
    public static string OfSuperseded(Typography words, long by) =>
        words.Choose($"Replaced by bulletin {Name(by)}.", $"Remplacé par le bulletin {Name(by)}.");

    private static string Name(long number) => number.ToString(CultureInfo.InvariantCulture);
}
