using Affluence.ReportService.Tests.Fakes;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests;

public class ReportOptionsTests
{
    [Theory]
    [InlineData("Report:LiveInterval", "00:00:00", "Report:LiveInterval is 00:00:00; it must be from 00:00:00.5000000 to 00:01:00.")]
    [InlineData("Report:SettleDelay", "-00:00:01", "Report:SettleDelay is -00:00:01;")]
    [InlineData("Report:CounterDeadline", "00:02:00", "Report:CounterDeadline is 00:02:00;")]
    [InlineData("Report:RecordingDeadline", "00:00:00", "Report:RecordingDeadline is 00:00:00; it must be from 00:00:01 to 00:10:00.")]
    [InlineData("Report:QuietTime", "00:00:00", "Report:QuietTime is 00:00:00; it must be from 00:00:01 to 01:00:00.")]
    [InlineData("Report:StaleAfter", "00:00:01", "Report:StaleAfter is 00:00:01; it must be from 00:00:02 to 00:10:00.")]
    [InlineData("Report:MinuteRetention", "00:00:01", "Report:MinuteRetention is 00:00:01;")]
    [InlineData("Report:QuarterHourRetention", "1.00:00:00", "Report:QuarterHourRetention is 1.00:00:00; it must be from 35.00:00:00")]
    [InlineData("Report:MaximumStreamClients", "0", "Report:MaximumStreamClients is 0; it must be from 1 to 100000.")]
    [InlineData("Report:DataDirectory", " ", "Report:DataDirectory is empty")]
    [InlineData("SiteTime:TimeZone", "Mars/Olympus", "SiteTime:TimeZone is 'Mars/Olympus'")]
    public async Task Start_SettingOutOfRange_RefusedAndNamed(string key, string value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ReportHost.StartAsync(settings: (key, value)));

        Assert.Contains(message, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataDirectoryThatCannotBe_RefusedAndNamed()
    {
        var file = Path.GetTempFileName();

        var exception = await Assert.ThrowsAsync<InvalidSettingException>(() => ReportHost.StartAsync(directory: Path.Combine(file, "report")));

        Assert.StartsWith($"Report:DataDirectory is '{Path.Combine(file, "report")}', where no history can be kept: ", exception.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
