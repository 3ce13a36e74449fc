using System.Text.Json.Serialization;

namespace Affluence.Report.Fairness;

/// <summary>Whether countries waited alike, of those who came in some minutes.</summary>
/// <param name="Level">Of the test of all countries together: so often at most is a country found when none was treated differently.</param>
/// <param name="Joined">Who was given a place, of all countries.</param>
/// <param name="LetIn">Of these, who was let in.</param>
/// <param name="Waiting">Who waited still.</param>
/// <param name="GaveUp">Who asked no more.</param>
/// <param name="Tested">How many countries were tested.</param>
/// <param name="NotTested">How many were not, because too few came from them.</param>
/// <param name="NotTestedJoined">Who was given a place, of those countries.</param>
/// <param name="Countries">Those from which most came first.</param>
internal sealed record FairnessFigures(
    double Level,
    long Joined,
    long LetIn,
    long Waiting,
    long GaveUp,
    int Tested,
    int NotTested,
    long NotTestedJoined,
    IReadOnlyList<CountryFairness> Countries)
{
    /// <summary>The countries of which a difference was found.</summary>
    [JsonIgnore]
    public IEnumerable<CountryFairness> Found => Countries.Where(country => country.IsFound);
}
