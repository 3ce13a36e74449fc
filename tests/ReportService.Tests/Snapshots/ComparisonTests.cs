using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;

namespace Affluence.ReportService.Tests.Snapshots;

public class ComparisonTests
{
    private static readonly DateTimeOffset Moment = new(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4));
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
        var comparison = Compare(PastMinute.Unknown("Not known."), Weeks(weeks), []);

        Assert.Equal(median, comparison.Median4Weeks);
        Assert.Empty(comparison.WeeksLeftOut);
    }

    [Theory]
    [InlineData("100! 300 200", 250.0, 1)]
    [InlineData("100 300! 200! 400", 250.0, 2)]
    [InlineData("100! 300! 200! 400", null, 3)]
    [InlineData("100! 300!", null, 2)]
    public void Median4Weeks_WeeksInASurge_LeftOutAndNamed(string weeks, double? median, int leftOut)
    {
        var comparison = Compare(PastMinute.Unknown("Not known."), Weeks(weeks), []);

        Assert.Equal(median, comparison.Median4Weeks);
        Assert.Equal(Weeks(weeks).Where(week => week.SurgeSince is not null).Select(week => week.At), comparison.WeeksLeftOut);
        Assert.Equal(leftOut, comparison.WeeksLeftOut.Count);
    }

    [Theory]
    [InlineData("100 300", null, null)]
    [InlineData("100 300!", null, null)]
    [InlineData("100! 300", null, "That moment lay in a surge itself (since 2016-11-01T22:00-04:00), so this is no comparison with an ordinary week.")]
    [InlineData("100! 300", "It happened twice.", "It happened twice. That moment lay in a surge itself (since 2016-11-01T22:00-04:00), so this is no comparison with an ordinary week.")]
    [InlineData("100 300", "It happened twice.", "It happened twice.")]
    public void Note_OfTheClocksAndOfASurge_BothAreSaid(string weeks, string? ofTheClocks, string? note)
    {
        var comparison = Compare(PastMinute.Unknown("Not known."), Weeks(weeks), []);

        Assert.Equal(note, (comparison with { Moment = new CivilMoment(Moment, ofTheClocks) }).Note);
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

    private static Comparison Compare(PastMinute minute, IReadOnlyList<PastWeek> weeks, IReadOnlyList<MinuteFigures> hour) =>
        new(new CivilMoment(Moment, null), minute, weeks, hour);

    /// <summary>The visitors of each week, newest first, with a mark when it lay in a surge.</summary>
    private static PastWeek[] Weeks(string weeks) =>
        [.. weeks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((week, index) => new PastWeek(
            Moment.AddDays(-7 * index),
            Figures(long.Parse(week.TrimEnd('!'), System.Globalization.CultureInfo.InvariantCulture), 0),
            week.EndsWith('!') ? Moment.AddDays(-7 * index).AddHours(-1) : null))];

    private static MinuteFigures Figures(long visitors, long fromTheUnitedStates) =>
        new(visitors, new Dictionary<CountryCode, long> { [UnitedStates] = fromTheUnitedStates });
}
