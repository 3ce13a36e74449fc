using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;

namespace Affluence.ReportService.Tests.Snapshots;

public class ComparisonTests
{
    private static readonly CountryCode UnitedStates = CountryCode.Parse("US");

    [Theory]
    [InlineData("", null)]
    [InlineData("100", null)]
    [InlineData("100 300", 200.0)]
    [InlineData("300 100 200", 200.0)]
    [InlineData("400 100 300 200", 250.0)]
    [InlineData("0 0", 0.0)]
    public void Median4Weeks_KnownWeeks_MedianOfAtLeastTwo(string weeks, double? median)
    {
        MinuteFigures[] known = [.. weeks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(week => Figures(long.Parse(week, System.Globalization.CultureInfo.InvariantCulture), 0))];

        Assert.Equal(median, Compare(PastMinute.Unknown("Not known."), known, []).Median4Weeks);
        if (known.Length > 0)
        {
            Assert.Equal(median, Compare(PastMinute.Known(known[0]), known[1..], []).Median4Weeks);
        }
    }

    [Fact]
    public void ShareOf_HourAroundTheMoment_Extremes()
    {
        var comparison = Compare(PastMinute.Known(Figures(1_000, 103)), [], [Figures(1_000, 88), Figures(500, 58), Figures(0, 0)]);

        Assert.Equal(new BaselineShare(0.103, 0.088, 0.116), comparison.ShareOf(UnitedStates));
        Assert.Equal(new BaselineShare(0, 0, 0), comparison.ShareOf(CountryCode.Parse("FR")));
    }

    [Fact]
    public void ShareOf_MomentNotKnownOrEmpty_Null()
    {
        Assert.Null(Compare(PastMinute.Unknown("Not known."), [], [Figures(1_000, 88)]).ShareOf(UnitedStates));
        Assert.Null(Compare(PastMinute.Known(Figures(0, 0)), [], [Figures(1_000, 88)]).ShareOf(UnitedStates));
    }

    private static Comparison Compare(PastMinute minute, IReadOnlyList<MinuteFigures> weeks, IReadOnlyList<MinuteFigures> hour) =>
        new(new CivilMoment(new DateTimeOffset(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4)), null), minute, weeks, hour);

    private static MinuteFigures Figures(long visitors, long fromTheUnitedStates) =>
        new(visitors, new Dictionary<CountryCode, long> { [UnitedStates] = fromTheUnitedStates });
}
