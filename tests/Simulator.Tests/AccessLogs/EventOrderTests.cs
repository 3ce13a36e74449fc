using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class EventOrderTests
{
    private static readonly DateTimeOffset Now = new(2016, 11, 9, 12, 0, 0, TimeSpan.Zero);

    private readonly EventOrder _order = new(TimeSpan.FromMinutes(10), Now);

    [Fact]
    public void Take_LinesWithinWhatIsAllowed_AreTaken()
    {
        Assert.Null(Take(0, 1));
        Assert.Null(Take(600, 2));
        Assert.Null(Take(0, 3));
        Assert.Null(Take(601, 4));
        Assert.Equal(Logs.Evening.AddSeconds(601).ToUnixTimeSeconds(), _order.Newest);
    }

    [Fact]
    public void Take_LineThatIsTooOld_NamesBothLines()
    {
        Take(0, 1);
        Take(601, 7);

        Assert.Equal(
            "is out of order: line 8 is of 2016-11-09T04:00:00Z, line 7 of 2016-11-09T04:10:01Z, and 10 minutes are allowed (--max-disorder)",
            Take(0, 8));
    }

    [Fact]
    public void Take_LineOfTheFuture_IsRefused()
    {
        Assert.Null(_order.Take(Now.AddMinutes(1).ToUnixTimeSeconds(), 1));
        Assert.Equal(
            "has a time in the future in line 2, 2016-11-09T12:01:01Z; check the clock and the offset it was written with",
            _order.Take(Now.AddSeconds(61).ToUnixTimeSeconds(), 2));
    }

    private string? Take(int seconds, long line) => _order.Take(Logs.Evening.AddSeconds(seconds).ToUnixTimeSeconds(), line);
}
