namespace Affluence.Report.Room;

/// <summary>Those who came in an hour or less.</summary>
/// <param name="Cohorts">By minute of arrival and country.</param>
internal sealed record ArrivalPiece(IReadOnlyList<ArrivalCohort> Cohorts)
{
    /// <summary>By minute of arrival.</summary>
    public IReadOnlyList<RoomArrivals> OfAllCountries { get; } =
    [
        .. Cohorts.GroupBy(cohort => cohort.Arrivals.Start).Select(minute => new RoomArrivals(
            minute.Key,
            minute.Sum(cohort => cohort.Arrivals.Joined),
            Sum(minute.Select(cohort => cohort.Arrivals.Waited)),
            Sum(minute.Select(cohort => cohort.Arrivals.LetIn)))),
    ];

    private static Dictionary<int, long> Sum(IEnumerable<IReadOnlyDictionary<int, long>> waits) =>
        waits.SelectMany(each => each).GroupBy(wait => wait.Key).ToDictionary(wait => wait.Key, wait => wait.Sum(count => count.Value));
}
