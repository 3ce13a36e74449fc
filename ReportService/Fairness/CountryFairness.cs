using System.Text.Json.Serialization;
using Affluence.Report.Fairness.Statistics;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Fairness;

/// <summary>The waiting room for one country. Who joined was let in, waits or gave up.</summary>
/// <param name="Code">The country.</param>
/// <param name="Joined">Who was given a place.</param>
/// <param name="LetIn">Of these, who was let in.</param>
/// <param name="Waiting">Who waited still: asked in the last whole minute of his wait.</param>
/// <param name="GaveUp">Who asked no more, and was not let in.</param>
/// <param name="MedianMinutes">By when half were let in, in whole minutes, as if nobody had given up; null: half were not let in yet.</param>
/// <param name="MedianLow">Lower end of its interval of 95 %; null: not known.</param>
/// <param name="MedianHigh">Upper end; null: not known.</param>
/// <param name="Minutes90">By when nine of ten were; null: not yet.</param>
/// <param name="OthersMedianMinutes">The median of all others, weighted so that as many of them came in each minute; null: not let in yet, or no others came.</param>
/// <param name="OddsRatio">Odds of being let in during a minute, over those of all others who came in the same minute and had waited as long: below 1 they waited longer.</param>
/// <param name="P">How probable at least such a difference is by chance; null when not tested.</param>
/// <param name="AdjustedP">The same with all countries tested in view; what the verdict goes by.</param>
/// <param name="Verdict">What the test found.</param>
internal sealed record CountryFairness(
    CountryCode Code,
    long Joined,
    long LetIn,
    long Waiting,
    long GaveUp,
    int? MedianMinutes,
    int? MedianLow,
    int? MedianHigh,
    int? Minutes90,
    int? OthersMedianMinutes,
    CommonOddsRatio? OddsRatio,
    double? P,
    double? AdjustedP,
    FairnessVerdict Verdict)
{
    public CountryName Name => CountryName.Of(Code);

    /// <summary>Whether a difference was found.</summary>
    [JsonIgnore]
    public bool IsFound => Verdict is FairnessVerdict.WaitedLonger or FairnessVerdict.LetInSooner;
}
