using Affluence.Report.Snapshots;

namespace Affluence.Report.Room;

/// <summary>Whether countries waited alike since the room opened: what was tested, and what came out.</summary>
/// <param name="Level">Of all tests together: so often at most is a country found when none was treated differently.</param>
/// <param name="Tested">How many countries were tested.</param>
/// <param name="NotTested">How many were not, because too few came from them.</param>
/// <param name="Found">Those of which a difference was found, from which most came first.</param>
internal sealed record RoomFairness(double Level, int Tested, int NotTested, IReadOnlyList<RoomDifference> Found);

/// <param name="Code">The country.</param>
/// <param name="WaitedLonger">Whether they waited longer than others who came in the same minutes; else they were let in sooner.</param>
/// <param name="MedianMinutes">By when half were let in, in whole minutes; null: half were not yet.</param>
/// <param name="OthersMedianMinutes">The same of all others, weighted so that as many of them came in each minute.</param>
internal sealed record RoomDifference(CountryCode Code, bool WaitedLonger, int? MedianMinutes, int? OthersMedianMinutes)
{
    public CountryName Name => CountryName.Of(Code);
}
