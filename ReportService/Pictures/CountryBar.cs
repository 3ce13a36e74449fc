using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Languages;

namespace Affluence.Report.Pictures;

/// <summary>One bar: a country, all others together, or the unknown. Null is not known.</summary>
/// <param name="Share">Of all visitors; 0.5 is one half.</param>
/// <param name="BaselineLow">The smallest over the hour around the same moment last week.</param>
/// <param name="BaselineHigh">The largest over the same hour.</param>
internal sealed record CountryBar(string Name, long Visitors, double? Share, double? BaselineLow, double? BaselineHigh, bool IsCountry)
{
    private const int MostCountries = 10;

    /// <param name="rows">By visitors, largest first.</param>
    public static IReadOnlyList<CountryBar> Of(IReadOnlyList<OriginRow> rows, Typography words)
    {
        var countries = rows.Where(row => row.Code != CountryCode.Unknown && row.Visitors > 0).ToList();
        var bars = countries.Take(MostCountries).Select(row => Of(row, isCountry: true)).ToList();
        if (countries.Skip(MostCountries).ToList() is { Count: > 0 } others)
        {
            // Shares may be added; the smallest and largest of each may not, since they are of different minutes.
            var share = others.All(row => row.Share is not null) ? others.Sum(row => row.Share) : null;
            var name = words.Counted(others.Count, words.Choose("other", "autre"), words.Choose("others", "autres"));
            bars.Add(new CountryBar(name, others.Sum(row => row.Visitors), share, null, null, IsCountry: false));
        }

        bars.AddRange(rows.Where(row => row.Code == CountryCode.Unknown).Select(row => Of(row, isCountry: false)));
        return bars;
    }

    private static CountryBar Of(OriginRow row, bool isCountry) =>
        new(row.Name, row.Visitors, row.Share, row.BaselineLow, row.BaselineHigh, isCountry);
}
