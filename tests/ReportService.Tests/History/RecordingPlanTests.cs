using Affluence.Report.Counter;
using Affluence.Report.History;

namespace Affluence.ReportService.Tests.History;

public class RecordingPlanTests
{
    private const long Minute = 24_644_400; // 2016-11-09T04:00Z
    private static readonly DateTimeOffset Today = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly RecordingPlan _plan = new(settleDelay: TimeSpan.FromSeconds(20), quietTime: TimeSpan.FromSeconds(60));

    [Fact]
    public void Due_MinuteOfThePastRecordedInto_FiveWindowsAtOnceAllThirtyOnceQuiet()
    {
        Touch(Minute, Today);

        Assert.Equal(Range(Minute + 1, 5).Select(minute => (minute, false)), Due(Today));
        Count(Today);
        Assert.Empty(Due(Today.AddSeconds(59)));
        Assert.Equal(Range(Minute + 1, 30).Select(minute => (minute, true)), Due(Today.AddSeconds(60)));
        Count(Today.AddSeconds(60));
        Assert.Empty(Due(Today.AddHours(1)));
    }

    /// <summary>A minute that is written to every second is looked at now and then, and settles after the last write.</summary>
    [Fact]
    public void Due_WrittenToEverySecondForAMinute_CountedEveryTenSecondsAndSettledAMinuteAfter()
    {
        var counts = new List<(int Second, bool Settled)>();
        for (var second = 0; second < 180; second++)
        {
            var now = Today.AddSeconds(second);
            if (second <= 60)
            {
                Touch(Minute, now);
            }

            if (Due(now).Contains((Minute + 1, false)) || Due(now).Contains((Minute + 1, true)))
            {
                counts.Add((second, Due(now).Contains((Minute + 1, true))));
            }

            Count(now);
        }

        Assert.Equal([(0, false), (10, false), (20, false), (30, false), (40, false), (50, false), (60, false), (120, true)], counts);
    }

    [Fact]
    public void Due_WindowWhoseOtherMinutesAreStillWrittenTo_SettlesWithTheLastOfThem()
    {
        Touch(Minute, Today);
        Count(Today);
        Touch(Minute + 20, Today.AddSeconds(30));
        Count(Today.AddSeconds(30));

        Assert.Equal(Range(Minute + 1, 20).Select(minute => (minute, true)), Due(Today.AddSeconds(60)));
        Assert.Equal(50, Due(Today.AddSeconds(90)).Count);
    }

    /// <summary>A live minute is written to in time until it ends and a little after, and must not wait for the quiet time.</summary>
    [Fact]
    public void Due_LiveMinute_SettledByTheSettleDelayAlone()
    {
        var end = Instant(Minute + 1);
        for (var second = 0; second <= 61; second++)
        {
            Touch(Minute, end.AddSeconds(second - 60));
        }

        Assert.Empty(Due(end.AddSeconds(19)));
        Assert.Equal([(Minute + 1, true)], Due(end.AddSeconds(20)));
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(21, 81)]
    [InlineData(50, 110)]
    public void Due_LiveMinuteWrittenToLate_QuietTimeAfterThat(int written, int settled)
    {
        var end = Instant(Minute + 1);
        Touch(Minute, end.AddSeconds(-1));
        Touch(Minute, end.AddSeconds(written));

        Assert.DoesNotContain((Minute + 1, true), Due(end.AddSeconds(settled - 1)));
        Assert.Contains((Minute + 1, true), Due(end.AddSeconds(settled)));
    }

    /// <summary>The counter's clock is ahead by half an hour: a write is not later than it was learnt of.</summary>
    [Fact]
    public void Due_WriteInTheFuture_CountsFromNow()
    {
        _plan.Touch(new TouchedMinute(Minute, Today.AddMinutes(30)), Today);

        Assert.Contains((Minute + 1, true), Due(Today.AddSeconds(60)));
    }

    [Fact]
    public void Due_NamedAgainWithTheSameWrite_NothingToDo()
    {
        Touch(Minute, Today);
        Count(Today);
        Count(Today.AddSeconds(60));
        Touch(Minute, Today);

        Assert.Empty(Due(Today.AddMinutes(5)));
    }

    [Fact]
    public void Due_FinalOnRecord_NotCountedBeforeItIsQuiet()
    {
        Touch(Minute, Today);
        foreach (var minute in _plan.TakeUnseen())
        {
            _plan.See(minute, new MinuteStatus(Final: true, Settled: true, Today.AddHours(-1)));
        }

        Assert.Empty(Due(Today.AddSeconds(59)));
        Assert.Equal(30, Due(Today.AddSeconds(60)).Count);
    }

    /// <summary>After a restart the counter names all it remembers, most of which was counted before.</summary>
    [Theory]
    [InlineData(true, 16, 0)]
    [InlineData(true, 15, 30)]
    [InlineData(false, 16, 30)]
    public void See_CountedAfterTheLastWrite_OnlyWhenItSettledThen(bool settled, int secondsAfter, int due)
    {
        Touch(Minute, Today);
        foreach (var minute in _plan.TakeUnseen())
        {
            _plan.See(minute, new MinuteStatus(Final: settled, settled, Today.AddSeconds(secondsAfter)));
        }

        Assert.Equal(due, Due(Today.AddMinutes(2)).Count);
    }

    [Fact]
    public void Due_LiveAndPast_LiveNewestFirstThenThePastOldestFirst()
    {
        var now = Today.AddSeconds(30);
        var live = now.ToUnixTimeSeconds() / 60;
        Touch(Minute, now.AddMinutes(-5));
        for (var minute = live - 12; minute <= live; minute++)
        {
            _plan.Expect(minute);
        }

        Assert.Equal([.. Range(live - 9, 10).Reverse(), .. Range(Minute + 1, 30), live - 12, live - 11, live - 10], Due(now).Select(due => due.Minute));
    }

    /// <summary>When the counter is slow, what nobody has seen yet comes first, and another look at what may still change last.</summary>
    [Fact]
    public void Due_NewSettledAndCountedOnce_InThisOrder()
    {
        Touch(Minute, Today.AddSeconds(-40));
        Touch(Minute + 100, Today);
        Count(Today);
        Touch(Minute + 100, Today.AddSeconds(20));
        Touch(Minute + 1_000, Today.AddSeconds(20));

        Assert.Equal(
            [.. Range(Minute + 1_001, 5), .. Range(Minute + 1, 30), .. Range(Minute + 101, 5)],
            Due(Today.AddSeconds(20)).Select(due => due.Minute));
    }

    [Fact]
    public void Counted_AWriterIsAwaited_DueAgainWhenItIsHeardOfOrGivenUp()
    {
        _plan.Expect(Minute);
        var now = Instant(Minute).AddSeconds(20);
        foreach (var due in _plan.Due(now))
        {
            _plan.Counted(due, now, delayedUntil: Instant(Minute).AddMinutes(10));
        }

        Assert.Empty(Due(now.AddMinutes(5)));
        Assert.Equal([(Minute, true)], Due(Instant(Minute).AddMinutes(10)));

        Touch(Minute - 1, now.AddMinutes(5));
        Assert.Equal([(Minute, true)], Due(now.AddMinutes(6)).Where(due => due.Minute == Minute));
    }

    [Fact]
    public void Postpone_CouldNotBeCounted_DueAgainThen()
    {
        _plan.Expect(Minute);
        _plan.Postpone(Minute, Today.AddSeconds(10));

        Assert.Empty(Due(Today.AddSeconds(9)));
        Assert.Equal([(Minute, true)], Due(Today.AddSeconds(10)));
    }

    [Fact]
    public void IsWindowOpen_FiguresOfFiveMinutesMayChange_UntilTheyAreCountedQuiet()
    {
        Touch(Minute, Today);
        Count(Today);

        Assert.Equal(Range(Minute + 1, 5), Range(Minute - 2, 40).Where(_plan.IsWindowOpen));
        Count(Today.AddSeconds(60));
        Assert.DoesNotContain(Range(Minute - 2, 40), minute => _plan.IsWindowOpen(minute));
    }

    private static DateTimeOffset Instant(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(offset => first + offset);

    private void Touch(long minute, DateTimeOffset at) => _plan.Touch(new TouchedMinute(minute, at), at);

    private List<(long Minute, bool Settled)> Due(DateTimeOffset now) => [.. _plan.Due(now).Select(due => (due.Minute, due.Settled))];

    private void Count(DateTimeOffset now)
    {
        foreach (var due in _plan.Due(now))
        {
            _plan.Counted(due, now, delayedUntil: null);
        }
    }
}
