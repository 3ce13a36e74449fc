using Affluence.Simulator.Traffic;

namespace Affluence.Simulator.Tests.Traffic;

public sealed class ReadingScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 3)]
    [InlineData(777, 120)]
    [InlineData(500, 240)]
    [InlineData(300, 3600)]
    public void Reads_OfAnyRun_AreInOrderAndLeaveEveryoneInTheWindow(int visitors, int seconds)
    {
        var duration = TimeSpan.FromSeconds(seconds);
        var schedule = new ReadingSchedule(visitors, duration);

        var reads = schedule.Reads().ToList();

        Assert.Equal(schedule.Count, reads.Count);
        Assert.Equal(reads.OrderBy(read => read.At).Select(read => read.At), reads.Select(read => read.At));
        Assert.All(reads, read => Assert.InRange(read.At, TimeSpan.Zero, duration - TimeSpan.FromTicks(1)));
        var lastReads = reads.GroupBy(read => read.Visitor).ToDictionary(group => group.Key, group => group.Max(read => read.At));
        Assert.Equal(visitors, lastReads.Count);
        Assert.All(lastReads.Values, last => Assert.True(duration - last <= TimeSpan.FromMinutes(3), $"{last} of {duration}"));
    }
}
