using Affluence.Report.Alerts.Webhooks;
using StandardWebhooks;

namespace Affluence.ReportService.Tests.Alerts.Webhooks;

public class WebhookSignatureTests
{
    /// <summary>Held against a library that is not ours.</summary>
    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""")]
    [InlineData("surge-20161109T0301Z-step-4_5", 0, "")]
    [InlineData("x", 253402300799, "Les États-Unis, 23 h 🍁")]
    public void Of_Message_AsOthersSignIt(string id, long timestamp, string body)
    {
        const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        Assert.Equal(
            new StandardWebhook(Secret).Sign(id, DateTimeOffset.FromUnixTimeSeconds(timestamp), body),
            WebhookSignature.Of(Convert.FromBase64String(Secret), id, timestamp, body));
    }
}
