using Affluence.ReportService.Tests.Fakes;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests;

[Trait("Category", "Integration")]
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
    [InlineData("Report:MaximumStreamClientsPerAddress", "0", "Report:MaximumStreamClientsPerAddress is 0; it must be from 1 to 100000.")]
    [InlineData("Report:HiddenDashboardTimeout", "00:00:00.5", "Report:HiddenDashboardTimeout is 00:00:00.5000000; it must be from 00:00:01 to 1.00:00:00.")]
    [InlineData("Report:MaximumStreamClients", "0", "Report:MaximumStreamClients is 0; it must be from 1 to 100000.")]
    [InlineData("Report:DataDirectory", " ", "Report:DataDirectory is empty")]
    [InlineData("SiteTime:TimeZone", "Mars/Olympus", "SiteTime:TimeZone is 'Mars/Olympus'")]
    [InlineData("SiteTime:TzdbFile", "/nowhere/tzdb.nzd", "SiteTime:TzdbFile is '/nowhere/tzdb.nzd', which can't be read: ")]
    public async Task Start_SettingOutOfRange_RefusedAndNamed(string key, string value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ReportHost.StartAsync(settings: (key, value)));

        Assert.Contains(message, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Report:Surges:Steps:0", "2", "Report:Surges:Steps:0 is 2; it must be at least 3, and at most 100000.")]
    [InlineData("Report:Surges:Steps:0", "NaN", "Report:Surges:Steps:0 is NaN; it must be at least 3")]
    [InlineData("Report:Surges:Steps:0", "1000000", "Report:Surges:Steps:0 is 1000000; it must be at least 3, and at most 100000.")]
    [InlineData("Report:Alerts:MaximumAge", "00:00:00", "Report:Alerts:MaximumAge is 00:00:00; it must be above 0.")]
    [InlineData("Report:Alerts:WebhookTimeout", "00:02:00", "Report:Alerts:WebhookTimeout is 00:02:00; it must be from 00:00:00.1 to 00:01:00.")]
    public async Task Start_AlertSettingOutOfRange_RefusedAndNamed(string key, string value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ReportHost.StartAsync(settings: (key, value)));

        Assert.Contains(message, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Url", "", "Report:Alerts:Webhooks:0:Url is no http or https address.")]
    [InlineData("Url", "hooks.example/T0KEN", "Report:Alerts:Webhooks:0:Url is no http or https address.")]
    [InlineData("Url", "ftp://hooks.example/T0KEN", "Report:Alerts:Webhooks:0:Url is no http or https address.")]
    [InlineData("Url", "https://me:T0KEN@hooks.example/", "Report:Alerts:Webhooks:0:Url has a user name in it")]
    [InlineData("Url", "http://127.0.0.1/T0KEN", "Report:Alerts:Webhooks:0:Url names an address that is not of the Internet; set Report:Alerts:Webhooks:0:AllowPrivateNetworks")]
    [InlineData("Url", "http://localhost/T0KEN", "Report:Alerts:Webhooks:0:Url names an address that is not of the Internet")]
    [InlineData("Url", "http://169.254.169.254/T0KEN", "Report:Alerts:Webhooks:0:Url names an address that is not of the Internet")]
    [InlineData("Url", "http://[::ffff:10.0.0.1]/T0KEN", "Report:Alerts:Webhooks:0:Url names an address that is not of the Internet")]
    [InlineData("Url", "http://2130706433/T0KEN", "Report:Alerts:Webhooks:0:Url names an address that is not of the Internet")]
    [InlineData("Secret", "", "Report:Alerts:Webhooks:0 must have either Secret or SecretFile.")]
    [InlineData("Secret", "whsec_T0KEN!", "Report:Alerts:Webhooks:0:Secret is no base64")]
    [InlineData("Secret", "whsec_VDBLRU4=", "Report:Alerts:Webhooks:0:Secret has 5 bytes; it must have at least 24")]
    [InlineData("SecretFile", "/nowhere/secret", "Report:Alerts:Webhooks:0 must have either Secret or SecretFile.")]
    [InlineData("Language", "de", "Report:Alerts:Webhooks:0:Language is 'de'; it must be one of en, fr.")]
    [InlineData("Name", "na\nme", "Report:Alerts:Webhooks:0:Name must be at most 64 printable ASCII characters.")]
    public async Task Start_WebhookThatCannotBe_RefusedWithoutItsSecrets(string key, string value, string message)
    {
        var settings = new Dictionary<string, string> { ["Url"] = "https://hooks.example/T0KEN", ["Secret"] = WebhookReceiver.Secret };
        settings[key] = value;

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ReportHost.StartAsync(
            settings: [.. settings.Select(setting => ($"Report:Alerts:Webhooks:0:{setting.Key}", setting.Value))]));

        Assert.Contains(message, Assert.Single(exception.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("T0KEN", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WebhookReceiver.Secret, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.example/one", null, "Report:Alerts:Webhooks:1:Url is that of another webhook too.")]
    [InlineData("https://hooks.example/two", null, "Report:Alerts:Webhooks:1:Name is 'hooks.example', as that of another webhook; give them names.")]
    [InlineData("https://hooks.example/two", "two", null)]
    public async Task Start_TwoWebhooks_ToldApartByAddressAndName(string url, string? name, string? message)
    {
        (string, string)[] settings =
        [
            ("Report:Alerts:Webhooks:0:Url", "https://hooks.example/one"),
            ("Report:Alerts:Webhooks:0:Secret", WebhookReceiver.Secret),
            ("Report:Alerts:Webhooks:1:Url", url),
            ("Report:Alerts:Webhooks:1:Secret", WebhookReceiver.Secret),
            .. name is null ? [] : ((string, string)[])[("Report:Alerts:Webhooks:1:Name", name)],
        ];

        var exception = await Record.ExceptionAsync(async () => await (await ReportHost.StartAsync(settings: settings)).DisposeAsync());

        Assert.Equal(message is null, exception is null);
        Assert.Contains(message ?? string.Empty, (exception as OptionsValidationException)?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    /// <summary>A misspelt setting of a webhook is one that somebody relies on.</summary>
    [Theory]
    [InlineData("Report:Alerts:Webhook:0:Url", "Report:Alerts:Webhook is unknown; Report:Alerts holds MaximumAge, WebhookTimeout, Webhooks.")]
    [InlineData("Report:Alerts:Webhooks:0:AllowPrivateNetwork", "Report:Alerts:Webhooks:0:AllowPrivateNetwork is unknown;")]
    [InlineData("Report:Alerts:Webhooks:0", "Report:Alerts:Webhooks:0 is a value where it must hold settings: Url, Secret,")]
    public async Task Start_UnknownAlertSetting_RefusedAndNamed(string key, string message)
    {
        var refusal = await Assert.ThrowsAsync<InvalidSettingException>(() => ReportHost.StartAsync(settings: (key, "T0KEN")));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("T0KEN", refusal.Message, StringComparison.Ordinal);
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
