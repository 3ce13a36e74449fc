using Affluence.Simulator.Night;

namespace Affluence.Simulator.Tests.Night;

/// <summary>The curves say what the ministry told of that night.</summary>
public sealed class EveningTests
{
    private static readonly Evening Ordinary = Evening.Ordinary(new DateTimeOffset(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4)));
    private static readonly Evening Night = Evening.Election(new DateTimeOffset(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5)));

    [Fact]
    public void At23_BothEveningsHaveTheVisitorsThatWereTold()
    {
        Assert.Equal(17_000, Ordinary.VisitorsAt(0).Sum(), 6);
        Assert.Equal(200_000, Night.VisitorsAt(0).Sum(), 6);
    }

    [Theory]
    [InlineData("US", 0.5)]
    [InlineData("CA", 0.37)]
    [InlineData("AU", 0.03)]
    [InlineData("GB", 0.01)]
    public void At23_CountriesHaveTheSharesThatWereTold(string country, double share) =>
        Assert.Equal(share, ShareOf(country, Night, 0), 6);

    [Fact]
    public void At23_NoOtherCountryIsAmongTheFirstFour()
    {
        var groups = Night.VisitorsAt(0).Select((visitors, index) => (visitors, VisitorGroup.All[index].Country?.ToString()));

        Assert.Equal(["US", "CA", "AU", "GB"], groups.Where(group => group.Item2 is not null).OrderByDescending(group => group.visitors).Take(4).Select(group => group.Item2));
    }

    [Fact]
    public void OrdinaryHour_AmericanShareGoesFromOneExtremeToTheOther()
    {
        var shares = Enumerable.Range(-30, 60).Select(minute => ShareOf("US", Ordinary, minute)).ToList();

        Assert.Equal(0.088, shares.Min(), 6);
        Assert.Equal(0.116, shares.Max(), 6);
        Assert.Equal(0.102, shares[30], 6);
    }

    [Fact]
    public void NightBefore23_SurgesSomeMinutesBeforeAndIsNotDifficultYet()
    {
        var ratios = Enumerable.Range(-30, 31).Select(minute => Night.VisitorsAt(minute).Sum() / Ordinary.VisitorsAt(minute).Sum()).ToList();

        Assert.InRange(ratios[0], 1.5, 2.9);
        Assert.InRange(ratios.FindIndex(ratio => ratio >= 3), 5, 20);
        Assert.Equal(ratios.Order(), ratios);
        Assert.All(Enumerable.Range(-30, 31), minute => Assert.InRange(Night.ErrorShareAt(minute), 0.0001, 0.005));
        Assert.All(Enumerable.Range(-30, 31), minute => Assert.Equal(0, Night.TurnedAwayAt(minute).Sum()));
    }

    [Fact]
    public void NightFrom23_MoreAndMoreAreRefused()
    {
        Assert.All(Enumerable.Range(1, 30), minute => Assert.True(Night.ErrorShareAt(minute) >= 0.03));
        Assert.All(Enumerable.Range(1, 29), minute => Assert.True(Night.TurnedAwayAt(minute + 1).Sum() > Night.TurnedAwayAt(minute).Sum()));
    }

    [Fact]
    public void Groups_OfEitherEvening_AreAllOfTheVisitors()
    {
        Assert.Equal(100, VisitorGroup.All.Sum(group => group.Ordinary), 6);
        Assert.Equal(100, VisitorGroup.All.Sum(group => group.Night), 6);
        for (var minute = Evening.FirstMinute; minute <= Evening.EndMinute; minute++)
        {
            Assert.All(Ordinary.VisitorsAt(minute).Concat(Night.VisitorsAt(minute)), visitors => Assert.True(visitors >= 0));
        }
    }

    private static double ShareOf(string country, Evening evening, int minute)
    {
        var visitors = evening.VisitorsAt(minute);
        return VisitorGroup.All.Index().Where(group => group.Item.Country?.ToString() == country).Sum(group => visitors[group.Index]) / visitors.Sum();
    }
}
