using Affluence.Report.Alerts.Webhooks;

namespace Affluence.ReportService.Tests.Alerts.Webhooks;

public class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(7, 320)]
    [InlineData(8, 600)]
    [InlineData(200, 600)]
    public void WaitAfter_Attempts_TwiceAsLongUpToTenMinutesGiveOrTakeAFifth(int attempts, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.WaitAfter(attempts, null, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 0.8), RetrySchedule.WaitAfter(attempts, null, 0));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 1.2), RetrySchedule.WaitAfter(attempts, null, 1));
    }

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(1, 5)]
    [InlineData(-60, 5)]
    public void WaitAfter_ReceiverAskedForTime_NeverSooner(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.WaitAfter(1, TimeSpan.FromSeconds(asked), 0.5));
}
