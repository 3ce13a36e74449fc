namespace Affluence.Report.Dashboard.Fairness;

/// <summary>One country in the waiting room, each text in the page's language.</summary>
/// <param name="OddsRatio">With its interval.</param>
/// <param name="IsFound">Whether a difference was found.</param>
public sealed record FairnessRow(
    CountryCode Code,
    string Name,
    string Joined,
    string LetIn,
    string GaveUp,
    string Median,
    string OthersMedian,
    string Most,
    string OddsRatio,
    string Result,
    bool IsFound);
