using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Origins;

/// <summary>The countries of a snapshot, and their order.</summary>
internal static class OriginRows
{
    /// <summary>By visitors, largest first; unknown is one of them.</summary>
    public static IReadOnlyList<OriginRow> Of(Snapshot snapshot, Typography words) =>
        [.. snapshot.Countries.Select(country => new OriginRow(
            country.Code,
            Typography.AtHead(words.Choose(country.Name.En, country.Name.Fr)),
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
        Func<CountryCode, int> placeOf = words.Choose<Func<CountryCode, int>>(CountryNames.PlaceInEnglish, CountryNames.PlaceInFrench);
        if (column == OriginColumn.Country)
        {
            return [.. descending ? rows.OrderByDescending(row => placeOf(row.Code)) : rows.OrderBy(row => placeOf(row.Code))];
        }

        var known = rows.OrderBy(row => Value(row, column) is null);
        var sorted = descending ? known.ThenByDescending(row => Value(row, column)) : known.ThenBy(row => Value(row, column));
        return [.. sorted.ThenBy(row => placeOf(row.Code))];
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
