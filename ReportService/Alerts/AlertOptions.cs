using System.ComponentModel.DataAnnotations;
using Affluence.Report.Alerts.Webhooks;

namespace Affluence.Report.Alerts;

/// <summary>Who is told of surges and difficulties.</summary>
public sealed class AlertOptions : IValidatableObject
{
    public const string Section = "Report:Alerts";

    /// <summary>Age from which what is found in the past is put on record and sent to nobody.</summary>
    /// <value>None by default: a night that is imported years later is reported, marked as late.</value>
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Longest wait for one answer of a webhook.</summary>
    /// <value>The default is 10 s; from 0.1 s to 1 minute.</value>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public IList<WebhookOptions> Webhooks { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaximumAge <= TimeSpan.Zero)
        {
            yield return new($"{Section}:{nameof(MaximumAge)} is {MaximumAge:c}; it must be above 0.", [nameof(MaximumAge)]);
        }

        if (WebhookTimeout < TimeSpan.FromSeconds(0.1) || WebhookTimeout > TimeSpan.FromMinutes(1))
        {
            yield return new(
                $"{Section}:{nameof(WebhookTimeout)} is {WebhookTimeout:c}; it must be from 00:00:00.1 to 00:01:00.", [nameof(WebhookTimeout)]);
        }

        foreach (var (index, webhook) in Webhooks.Index())
        {
            var setting = $"{Section}:{nameof(Webhooks)}:{index}";
            foreach (var fault in webhook.Faults(setting))
            {
                yield return new(fault, [nameof(Webhooks)]);
            }

            if (Webhooks.Take(index).Any(other => other.Url == webhook.Url))
            {
                yield return new($"{setting}:{nameof(webhook.Url)} is that of another webhook too.", [nameof(Webhooks)]);
            }

            if (Webhooks.Take(index).Any(other => other.NameInForce == webhook.NameInForce))
            {
                yield return new($"{setting}:{nameof(webhook.Name)} is '{webhook.NameInForce}', as that of another webhook; give them names.", [nameof(Webhooks)]);
            }
        }
    }
}
