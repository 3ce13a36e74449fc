using System.Security.Cryptography;
using System.Text;
using Affluence.Report.Languages;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>A receiver of alerts. No record, which would print its address.</summary>
internal sealed class Webhook(WebhookOptions options)
{
    private const int KeyBytes = 8;

    /// <summary>Tells it from others on record, after a restart too; made of its address, which it does not betray.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Url)).AsSpan(0, KeyBytes));

    /// <summary>How it is called.</summary>
    public string Name { get; } = options.NameInForce;

    public Uri Url { get; } = new(options.Url);

    public WebhookSecret Secret { get; } = WebhookSecret.Of(options);

    /// <summary>Of the text it is sent.</summary>
    public Typography Language { get; } = options.Language == Typography.French.Language ? Typography.French : Typography.English;

    public bool AllowPrivateNetworks { get; } = options.AllowPrivateNetworks;
}
