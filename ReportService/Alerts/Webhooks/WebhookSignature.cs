using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>The signature of the Standard Webhooks specification (standardwebhooks.com), version 1: HMAC-SHA256 of <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <param name="timestamp">Of this attempt, in Unix seconds: a receiver refuses old ones, so that none can be replayed.</param>
    public static string Of(byte[] key, string id, long timestamp, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}";
    }
}
