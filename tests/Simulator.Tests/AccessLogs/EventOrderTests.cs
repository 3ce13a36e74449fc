using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class EventOrderTests
{
    private static readonly DateTimeOffset Now = new(2016, 11, 9, 12, 0, 0, TimeSpan.Zero);

    private readonly EventOrder _order = new(TimeSpan.FromMinutes(10), Now);

    [Fact]
    public void Takes_LinesWithinWhatIsAllowed_AreTaken()
    {
        Assert.True(Takes(0, 1));
        Assert.True(Takes(600, 2));
        Assert.True(Takes(0, 3));
        Assert.True(Takes(601, 4));
        Assert.Equal((Logs.Evening.AddSeconds(601).ToUnixTimeSeconds(), 0), (_order.Newest, _order.LeftOut));
    }

    [Fact]
    public void Takes_LineThatIsTooOld_IsLeftOutAndBothLinesAreNamed()
    {
        Takes(0, 1);
        Takes(601, 7);

        Assert.False(Takes(0, 8));
        Assert.True(Takes(602, 9));

        Assert.Equal((1, "line 8 is of 2016-11-09T04:00:00Z, line 7 of 2016-11-09T04:10:01Z"), (_order.Late, _order.First));
    }

    [Fact]
    public void Takes_LineOfTheFuture_IsLeftOutAndMakesNoOtherLate()
    {
        Assert.True(_order.Takes(Now.AddMinutes(1).ToUnixTimeSeconds(), 1));
        Assert.False(_order.Takes(Now.AddYears(1).ToUnixTimeSeconds(), 2));
        Assert.True(_order.Takes(Now.ToUnixTimeSeconds(), 3));

        Assert.Equal((1, 0, "line 2 is of 2017-11-09T12:00:00Z, which is in the future"), (_order.InFuture, _order.Late, _order.First));
    }

    private bool Takes(int seconds, long line) => _order.Takes(Logs.Evening.AddSeconds(seconds).ToUnixTimeSeconds(), line);
}
