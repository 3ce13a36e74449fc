using Microsoft.Extensions.Options;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>The receivers that are configured.</summary>
internal sealed class WebhookList(IOptions<AlertOptions> options)
{
    public IReadOnlyList<Webhook> All { get; } = [.. options.Value.Webhooks.Select(webhook => new Webhook(webhook))];
}
