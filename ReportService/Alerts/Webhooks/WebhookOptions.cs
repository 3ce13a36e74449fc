using System.Net;
using Affluence.Report.Languages;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>One receiver of alerts. Neither its address, which often holds a secret, nor its secret is ever told.</summary>
public sealed class WebhookOptions
{
    private const int LongestName = 64;

    /// <summary>An http or https address.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>Key of the signature: <c>whsec_</c> and base64 of 24 bytes or more, as Standard Webhooks has it. The prefix may be left out.</summary>
    public string? Secret { get; set; }

    /// <summary>In place of <see cref="Secret"/>: a file that holds it. Read for each delivery, so that it can be exchanged.</summary>
    public string? SecretFile { get; set; }

    /// <summary>Language of the text that is sent beside both: <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>How it is called in logs, metrics and lists.</summary>
    /// <value>The default is the host of its address.</value>
    public string? Name { get; set; }

    /// <summary>Whether it may be on this machine or in a private network. Otherwise only addresses of the Internet are connected to.</summary>
    public bool AllowPrivateNetworks { get; set; }

    internal string NameInForce => string.IsNullOrEmpty(Name) ? (Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.Host : string.Empty) : Name;

    /// <summary>What is wrong, in sentences that begin with the setting.</summary>
    internal IEnumerable<string> Faults(string setting)
    {
        if (FaultOfUrl(setting) is { } url)
        {
            yield return $"{setting}:{nameof(Url)} {url}";
        }

        if (FaultOfSecret(setting) is { } secret)
        {
            yield return secret;
        }

        if (!Typography.TryFind(Language, out _))
        {
            yield return $"{setting}:{nameof(Language)} is '{Language}'; it must be one of {string.Join(", ", Typography.Languages)}.";
        }

        if (NameInForce.Length > LongestName || NameInForce.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            yield return $"{setting}:{nameof(Name)} must be at most {LongestName} printable ASCII characters.";
        }
    }

    private string? FaultOfUrl(string setting)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return "is no http or https address.";
        }

        if (url.UserInfo.Length > 0)
        {
            return "has a user name in it, which would not be sent.";
        }

        return !AllowPrivateNetworks && (url.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address)))
            ? $"names an address that is not of the Internet; set {setting}:{nameof(AllowPrivateNetworks)} to true where that is meant."
            : null;
    }

    private string? FaultOfSecret(string setting)
    {
        if (string.IsNullOrEmpty(Secret) == string.IsNullOrEmpty(SecretFile))
        {
            return $"{setting} must have either {nameof(Secret)} or {nameof(SecretFile)}.";
        }

        _ = WebhookSecret.Of(this).Read(out var fault);
        return fault is null ? null : string.IsNullOrEmpty(SecretFile) ? $"{setting}:{nameof(Secret)} {fault}." : $"{setting}:{nameof(SecretFile)} is '{SecretFile}', which {fault}.";
    }
}
