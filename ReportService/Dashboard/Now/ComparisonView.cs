using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Now;

/// <summary>How a snapshot compares with the same moment last week, in words.</summary>
/// <param name="Lead">The part that is shown large, as "12 times". Null: there is nothing to compare.</param>
/// <param name="Rest">What follows it.</param>
/// <param name="Note">What the reader must know of the moment compared with: its hour did not exist, or happened twice. In English.</param>
public sealed record ComparisonView(string? Lead, string Rest, string? Note)
{
    // Between these "1.0 times as many" would be a strange way to say "as many"; the bulletin draws the same line.
    private const double AboutAsManyFrom = 0.95;
    private const double AboutAsManyTo = 1.05;

    internal static ComparisonView Of(Snapshot snapshot, Typography words)
    {
        var baseline = snapshot.Baseline;
        var moment = words.Choose(
            $"at {words.Time(baseline.At)} on {words.Date(baseline.At)}", $"à {words.Time(baseline.At)}, le {words.Date(baseline.At)}");
        if (snapshot.Visitors is null)
        {
            return new(null, words.Choose("With no figure there is nothing to compare.", "Sans chiffre, il n’y a rien à comparer."), baseline.Note);
        }

        if (baseline.Visitors is not { } before)
        {
            return new(
                null,
                words.Choose(
                    $"How many there were at the same moment last week, {moment}, is not known.",
                    $"On ignore combien il y en avait au même moment la semaine dernière, {moment}."),
                baseline.Note);
        }

        if (before == 0)
        {
            return new(
                null,
                words.Choose(
                    $"Nobody was there at the same moment last week, {moment}.",
                    $"Il n’y avait personne au même moment la semaine dernière, {moment}."),
                baseline.Note);
        }

        var rest = words.Choose(
            $" the same moment last week: {words.Number(before)}, {moment}.",
            $" même moment la semaine dernière\u00A0: {words.Number(before)}, {moment}.");
        return snapshot.Ratio is > 0 and var ratio
            ? new(LeadOf(ratio, words), RestOf(ratio, words) + rest, baseline.Note)
            : new(null, words.Choose("Nobody is there; at", "Il n’y a personne; au") + rest, baseline.Note);
    }

    private static string LeadOf(double ratio, Typography words) => ratio switch
    {
        < AboutAsManyFrom => words.Choose($"{words.Percent(1 - ratio)} fewer", $"{words.Percent(1 - ratio)} de moins"),
        <= AboutAsManyTo => words.Choose("About as many", "À peu près autant"),
        _ => Times(ratio, words),
    };

    private static string Times(double ratio, Typography words)
    {
        var times = words.Times(Rounding.Times(ratio));
        return words.Choose($"{times} times", $"{times}\u00A0fois");
    }

    private static string RestOf(double ratio, Typography words) => ratio switch
    {
        < AboutAsManyFrom => words.Choose("than at", "qu’au"),
        <= AboutAsManyTo => words.Choose("as at", "qu’au"),
        _ => words.Choose("as many as at", "le nombre du"),
    };
}
