using Affluence.Report.CivilTime;
using Affluence.Report.Fairness;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Fairness;

/// <summary>Whether countries waited alike, each text in the page's language.</summary>
/// <param name="Summary">What was tested, and what came out; null: nothing can be said.</param>
/// <param name="Rows">By who joined, most first.</param>
/// <param name="MoreCountries">How many countries have no row.</param>
/// <param name="Reason">Why nothing can be said.</param>
public sealed record FairnessView(string Title, string? Summary, IReadOnlyList<FairnessRow> Rows, int MoreCountries, string? Reason)
{
    private const int MostRows = 40;

    private static string Unknown => "–";

    /// <param name="range">Of arrivals.</param>
    internal static FairnessView Of(FairnessRange range, FairnessReading reading, SiteCalendar calendar, Typography words)
    {
        var (from, to) = (words.Time(calendar.Localize(range.From)), words.Time(calendar.Localize(range.To)));
        var title = words.Choose($"Who came from {from} to {to}", $"Personnes arrivées de {from} à {to}");
        return reading.Figures is { } figures
            ? new(
                title,
                Summarize(figures, words),
                [.. figures.Countries.Take(MostRows).Select(country => RowOf(country, words))],
                Math.Max(0, figures.Countries.Count - MostRows),
                null)
            : new(title, null, [], 0, reading.Reason);
    }

    private static string Summarize(FairnessFigures figures, Typography words)
    {
        var notTested = figures.NotTested > 0
            ? words.Choose($"; {words.Number(figures.NotTested)} not tested, since too few came", $"; {words.Counted(figures.NotTested, "non vérifié", "non vérifiés")}, faute de visiteurs")
            : string.Empty;
        return words.Choose(
            $"{words.Counted(figures.Tested, "country", "countries")} tested{notTested}. A difference was found for {words.Number(figures.Found.Count())}.",
            $"{words.Counted(figures.Tested, "pays vérifié", "pays vérifiés")}{notTested}. Une différence a été trouvée pour {words.Number(figures.Found.Count())}.");
    }

    private static FairnessRow RowOf(CountryFairness country, Typography words) => new(
        country.Code,
        Typography.AtHead(words.Choose(country.Name.En, country.Name.Fr)),
        words.Number(country.Joined),
        words.Number(country.LetIn),
        words.Number(country.GaveUp),
        Minutes(country.MedianMinutes, words),
        Minutes(country.OthersMedianMinutes, words),
        Minutes(country.Minutes90, words),
        country.OddsRatio is { } ratio
            ? words.Choose($"{Ratio(ratio.Value, words)} ({Ratio(ratio.Low, words)} to {Ratio(ratio.High, words)})", $"{Ratio(ratio.Value, words)} ({Ratio(ratio.Low, words)} à {Ratio(ratio.High, words)})")
            : Unknown,
        country.Verdict switch
        {
            FairnessVerdict.NotTested => words.Choose("not tested", "non vérifié"),
            FairnessVerdict.NothingFound => words.Choose("nothing found", "rien trouvé"),
            FairnessVerdict.WaitedLonger => words.Choose("waited longer", "attente plus longue"),
            FairnessVerdict.LetInSooner => words.Choose("let in sooner", "admission plus rapide"),
            var other => throw new InvalidOperationException($"{other} is no verdict known here."),
        },
        country.IsFound);

    private static string Minutes(int? minutes, Typography words) => minutes switch
    {
        null => Unknown,
        0 => $"<{Typography.NoBreakSpace}1{Typography.NoBreakSpace}min",
        { } known => $"{words.Number(known)}{Typography.NoBreakSpace}min",
    };

    private static string Ratio(double ratio, Typography words) => ratio.ToString(ratio < 10 ? "0.00" : "#,0", words.Numbers);
}
