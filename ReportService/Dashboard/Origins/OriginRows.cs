using System.Globalization;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Origins;

/// <summary>The countries of a snapshot, and their order.</summary>
internal static class OriginRows
{
    private static readonly CompareInfo English = CultureInfo.GetCultureInfo("en-CA").CompareInfo;
    private static readonly CompareInfo French = CultureInfo.GetCultureInfo("fr-CA").CompareInfo;

    /// <summary>By visitors, largest first; unknown is one of them.</summary>
    public static IReadOnlyList<OriginRow> Of(Snapshot snapshot, Typography words) =>
        [.. snapshot.Countries.Select(country => new OriginRow(
            country.Code,
            words.Choose(country.Name.En, country.Name.Fr),
            country.Visitors,
            country.Share,
            country.BaselineShare?.AtMoment,
            country.BaselineShare?.Low,
            country.BaselineShare?.High,
            country.Ratio,
            country.Contribution,
            country.TurnedAway))];

    /// <summary>Sorts by a column, names as the language sorts them. What is not known comes last, whichever way round.</summary>
    public static IReadOnlyList<OriginRow> Sort(IEnumerable<OriginRow> rows, OriginColumn column, bool descending, Typography words)
    {
        var collation = words.Choose(English, French);
        var names = Comparer<OriginRow>.Create((first, second) => collation.Compare(first.Name, second.Name, CompareOptions.IgnoreCase));
        if (column == OriginColumn.Country)
        {
            return [.. descending ? rows.OrderDescending(names) : rows.Order(names)];
        }

        var known = rows.OrderBy(row => Value(row, column) is null);
        var sorted = descending ? known.ThenByDescending(row => Value(row, column)) : known.ThenBy(row => Value(row, column));
        return [.. sorted.ThenBy(row => row, names)];
    }

    private static double? Value(OriginRow row, OriginColumn column) => column switch
    {
        OriginColumn.Visitors => row.Visitors,
        OriginColumn.Baseline => row.BaselineShare,
        OriginColumn.Ratio => row.Ratio,
        OriginColumn.Contribution => row.Contribution,
        OriginColumn.TurnedAway => row.TurnedAway,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column has no number to sort by."),
    };
}
