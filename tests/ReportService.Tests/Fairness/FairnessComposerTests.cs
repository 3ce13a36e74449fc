using Affluence.Report.Fairness;
using Affluence.Report.Room;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Fairness;

public sealed class FairnessComposerTests
{
    private const int Nights = 200;
    private const int RiggedNights = 20;
    private const int PooledNights = 10;

    /// <summary>Of 200 nights that a test at 5 % looks at.</summary>
    private const int MostFalselyFound = 10;

    private static readonly Gen<RoomArrivals> AnyArrivals =
        from minute in Gen.Choose(0, 3)
        from joined in Gen.Choose(0, 40)
        from waited in Gen.Choose(0, 40).ListOf(4)
        from letIn in Gen.Choose(0, 40).ListOf(5)
        select new RoomArrivals(RoomNight.Start.AddMinutes(minute), joined, Counts(waited, 1), Counts(letIn, 0));

    private static readonly Gen<ArrivalCohort[]> AnyNight =
        (from country in Gen.Elements("CA", "US", "FR", "ZZ") from arrivals in AnyArrivals select new ArrivalCohort(RoomNight.Code(country), arrivals))
        .ListOf().Select(list => list.DistinctBy(each => (each.Country, each.Arrivals.Start)).ToArray());

    [Fact]
    public void HonestNights_CountriesComeAtDifferentTimes_AreRarelyFound()
    {
        var found = Enumerable.Range(0, Nights).Count(seed => FairnessComposer.Compose(RoomNight.Record(seed), RoomNight.End).Found.Any());

        Assert.InRange(found, 0, MostFalselyFound);
    }

    /// <summary>What the strata are for: the same nights look unfair when it is not asked who came when.</summary>
    [Fact]
    public void HonestNights_WithoutMinutesOfArrival_WouldBeFound()
    {
        var found = Enumerable.Range(0, PooledNights).Count(seed => FairnessComposer.Compose(AsOneMinute(RoomNight.Record(seed)), RoomNight.End).Found.Any());

        Assert.Equal(PooledNights, found);
    }

    [Theory]
    [InlineData("CA")]
    [InlineData("DE")]
    public void RiggedGateway_SlowsOneCountryByATenth_IsFoundAndNoOtherIs(string slowed)
    {
        var nights = Enumerable.Range(0, RiggedNights).Select(seed => FairnessComposer.Compose(RoomNight.Record(seed, slowed, 1.1), RoomNight.End)).ToArray();

        Assert.All(nights, night => Assert.Equal(FairnessVerdict.WaitedLonger, night.Countries.Single(country => country.Code.ToString() == slowed).Verdict));
        Assert.InRange(nights.Count(night => night.Found.Any(country => country.Code.ToString() != slowed && country.Verdict == FairnessVerdict.WaitedLonger)), 0, RiggedNights / 20);
    }

    [Fact]
    public void Figures_AddUpAndSayHowManyAreNotTested()
    {
        var figures = FairnessComposer.Compose(RoomNight.Record(1), RoomNight.End);

        Assert.Equal(4_000, figures.Joined);
        Assert.Equal(figures.Joined, figures.LetIn + figures.Waiting + figures.GaveUp);
        Assert.Equal(12, figures.Tested + figures.NotTested);
        Assert.Equal(figures.NotTested, figures.Countries.Count(country => country is { Verdict: FairnessVerdict.NotTested, P: null, AdjustedP: null }));
        Assert.InRange(figures.NotTested, 1, 3);
        Assert.Equal("US", figures.Countries[0].Code.ToString());
        Assert.InRange(figures.Countries[0].MedianMinutes!.Value - figures.Countries[0].OthersMedianMinutes!.Value, -1, 1);
    }

    [Fact]
    public void LifeTable_CountsWhoIsThereOnce()
    {
        // Ten came: six were told to wait on in minute 1, of whom two were let in during it; one more was let in at once in minute 1, three in minute 2.
        var arrivals = new RoomArrivals(RoomNight.Start, 10, new Dictionary<int, long> { [1] = 6 }, new Dictionary<int, long> { [1] = 3, [2] = 3 });

        Assert.Equal([(0, 10.0, 0.0), (1, 6.0, 3.0), (2, 3.0, 3.0)], CohortLifeTable.Of(arrivals).Select(row => (row.Time, row.AtRisk, row.Events)));
    }

    [Fact]
    public void LifeTable_WhoCameBackLate_WasNotThereMeanwhile()
    {
        var arrivals = new RoomArrivals(RoomNight.Start, 10, new Dictionary<int, long> { [1] = 9 }, new Dictionary<int, long> { [1] = 8, [90] = 1 });

        var rows = CohortLifeTable.Of(arrivals);

        Assert.Equal(9, rows[1].AtRisk);
        Assert.All(rows.Skip(2).Take(88), row => Assert.Equal(0, row.AtRisk));
        Assert.Equal(1, rows[90].AtRisk);
    }

    [Fact]
    public void AnyArrivals_GiveFiguresThatHold() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(AnyNight.ToArbitrary(), night =>
        {
            var figures = FairnessComposer.Compose(night, RoomNight.End);
            return figures.Countries.All(country =>
                    country is { Waiting: >= 0, GaveUp: >= 0 } && country.Waiting + country.GaveUp == Math.Max(0, country.Joined - country.LetIn)
                    && (country.P is null) == (country.Verdict == FairnessVerdict.NotTested) && country.P is null or (>= 0 and <= 1) && country.AdjustedP is null or (>= 0 and <= 1))
                && night.SelectMany(each => CohortLifeTable.Of(each.Arrivals)).All(row => row.Events <= row.AtRisk);
        }));

    [Fact]
    public void CountriesRenamed_GiveTheSameFiguresRenamed() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(AnyNight.ToArbitrary(), night =>
        {
            var (ca, fr, us) = (RoomNight.Code("CA"), RoomNight.Code("FR"), RoomNight.Code("US"));
            CountryCode Rename(CountryCode code) => code == ca ? fr : code == fr ? us : code == us ? ca : code;
            var renamed = FairnessComposer.Compose([.. night.Select(each => each with { Country = Rename(each.Country) })], RoomNight.End);
            return FairnessComposer.Compose(night, RoomNight.End).Countries
                .All(country => renamed.Countries.Single(each => each.Code == Rename(country.Code)) == country with { Code = Rename(country.Code) });
        }));

    [Fact]
    public void ArrivalsInAnyOrder_GiveTheSame() => Assert.Equal(
        FairnessComposer.Compose(RoomNight.Record(1), RoomNight.End).Countries.Select(country => (country.Code, country.Verdict, country.MedianMinutes)),
        FairnessComposer.Compose([.. RoomNight.Record(1).Reverse()], RoomNight.End).Countries.Select(country => (country.Code, country.Verdict, country.MedianMinutes)));

    [Fact]
    public void NobodyCame_IsNoCountry() => Assert.Empty(FairnessComposer.Compose([], RoomNight.End).Countries);

    private static ArrivalCohort[] AsOneMinute(IEnumerable<ArrivalCohort> night) =>
    [
        .. night.GroupBy(each => each.Country).Select(country => new ArrivalCohort(country.Key, new RoomArrivals(
            RoomNight.Start,
            country.Sum(each => each.Arrivals.Joined),
            Added(country.Select(each => each.Arrivals.Waited)),
            Added(country.Select(each => each.Arrivals.LetIn))))),
    ];

    private static Dictionary<int, long> Added(IEnumerable<IReadOnlyDictionary<int, long>> waits) =>
        waits.SelectMany(each => each).GroupBy(wait => wait.Key).ToDictionary(wait => wait.Key, wait => wait.Sum(each => each.Value));

    private static Dictionary<int, long> Counts(IEnumerable<int> counts, int first) =>
        counts.Index().Where(count => count.Item > 0).ToDictionary(count => count.Index + first, count => (long)count.Item);
}
