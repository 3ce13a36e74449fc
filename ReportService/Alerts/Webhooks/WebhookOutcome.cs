namespace Affluence.Report.Alerts.Webhooks;

/// <summary>What came of one attempt to deliver.</summary>
internal abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    public sealed record Delivered : WebhookOutcome;

    /// <summary>The receiver wants it never again.</summary>
    public sealed record Gone(string Reason) : WebhookOutcome;

    /// <summary>The receiver answered that it will not have this alert as it is (4xx): trying again for long helps nobody.</summary>
    public sealed record Refused(string ErrorType, string Reason) : WebhookOutcome;

    /// <param name="ErrorType">A word for metrics: the status, or what kind of failure it was.</param>
    /// <param name="Reason">One sentence, without anything of the address or of the answer, either of which may hold a secret.</param>
    /// <param name="RetryAfter">When the receiver wants to be asked again, if it said so.</param>
    public sealed record Failed(string ErrorType, string Reason, TimeSpan? RetryAfter = null) : WebhookOutcome;
}
