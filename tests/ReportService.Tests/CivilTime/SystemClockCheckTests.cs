using Affluence.Report.CivilTime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.CivilTime;

public class SystemClockCheckTests
{
    [Fact]
    public void Compare_SystemThatStillChangesClocks_WarnedWithMomentAndBothOffsets()
    {
        var logger = new FakeLogger<SystemClockCheck>();

        Check("America/Vancouver", logger).Compare(WithOffsets(TimeSpan.FromHours(-8), summer: TimeSpan.FromHours(1)));

        var warning = logger.LatestRecord;
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("TZDB 2026f", warning.Message, StringComparison.Ordinal);
        Assert.Contains("America/Vancouver in 2026: from 2026-11-01T09:00:00", warning.Message, StringComparison.Ordinal);
        Assert.Contains("-08:00:00 from UTC there by the system and -07:00:00 by the report", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_SystemWithTheSameRules_NoWarning()
    {
        var logger = new FakeLogger<SystemClockCheck>();

        Check("America/Toronto", logger).Compare(WithOffsets(TimeSpan.FromHours(-5), summer: TimeSpan.FromHours(1)));

        Assert.Equal(0, logger.Collector.Count);
    }

    private static SystemClockCheck Check(string zone, ILogger<SystemClockCheck> logger) => new(
        Options.Create(new SiteTimeOptions { TimeZone = zone }), new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero)), logger);

    // From the second Sunday of March, 2:00, to the first of November.
    private static TimeZoneInfo WithOffsets(TimeSpan standard, TimeSpan summer)
    {
        var change = new DateTime(1, 1, 1, 2, 0, 0, DateTimeKind.Unspecified);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            summer,
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(change, 3, 2, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(change, 11, 1, DayOfWeek.Sunday));
        return TimeZoneInfo.CreateCustomTimeZone("system", standard, "system", "system", "system", [rule]);
    }
}
