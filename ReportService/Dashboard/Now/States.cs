using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Now;

/// <summary>Writes the state of surge and of difficulty.</summary>
internal static class States
{
    public static StateView Surge(Snapshot snapshot, Typography words) => snapshot.Surge switch
    {
        { Level: SurgeLevel.Surge, Since: var since } =>
            new(Gravity.Grave, words.Choose("Surge", "Affluence exceptionnelle"), Since(since, snapshot, words)),
        { Level: SurgeLevel.Normal, Since: var since } =>
            new(Gravity.Ordinary, words.Choose("No surge", "Pas d’affluence exceptionnelle"), Since(since, snapshot, words)),
        _ => new(
            Gravity.Unknown,
            words.Choose("Surge: not known", "Affluence\u00A0: inconnue"),
            words.Choose("no ordinary week to compare with", "pas de semaine ordinaire à comparer")),
    };

    public static StateView Difficulty(Snapshot snapshot, Typography words) => snapshot switch
    {
        { Surge.DifficultSince: { } since } =>
            new(Gravity.Grave, words.Choose("Difficult to reach", "Difficile à joindre"), Since(since, snapshot, words)),
        { PageViews: null } => new(Gravity.Unknown, words.Choose("Difficulty: not known", "Difficulté\u00A0: inconnue"), null),
        _ => new(Gravity.Ordinary, words.Choose("No lasting difficulty", "Pas de difficulté durable"), null),
    };

    private static string? Since(DateTimeOffset? since, Snapshot snapshot, Typography words)
    {
        if (since is not { } first)
        {
            return null;
        }

        var when = first.Date == snapshot.At.Date
            ? words.Time(first)
            : words.Choose($"{words.Time(first)} on {words.ShortDate(first)}", $"le {words.ShortDate(first)} à {words.Time(first)}");
        return words.Choose("since ", "depuis ") + $"{when} ({words.Write(snapshot.At - first)})";
    }
}
