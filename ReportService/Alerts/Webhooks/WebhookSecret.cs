using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>Where the key of a webhook's signatures is found.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;

    private readonly string? _text;
    private readonly string? _file;

    private WebhookSecret(string? text, string? file) => (_text, _file) = (text, file);

    public static WebhookSecret Of(WebhookOptions options) => new(options.Secret, options.SecretFile);

    /// <summary>The key; null with what is wrong, as the end of a sentence that names the setting.</summary>
    public byte[]? Read(out string? fault)
    {
        fault = null;
        if ((string.IsNullOrEmpty(_file) ? _text : SecretFile.Read(_file, out fault)) is not { } text)
        {
            return null;
        }

        var encoded = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var key = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, key, out var length))
        {
            fault = $"is no base64, with or without {Prefix} before it, for example that of 'openssl rand -base64 32'";
            return null;
        }

        fault = length < ShortestKey ? $"has {length} bytes; it must have at least {ShortestKey}, for example those of 'openssl rand -base64 32'" : null;
        return fault is null ? key[..length] : null;
    }
}
