using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>Delivers to a webhook, once. The receiver is trusted with the alert and with nothing else.</summary>
internal sealed class WebhookClient(IOptions<AlertOptions> options, TimeProvider timeProvider) : IDisposable
{
    private const int LongestAnswer = 4096;
    private const int LongestQuote = 200;

    private readonly HttpMessageInvoker _anywhere = new(Handler(allowPrivateNetworks: true));
    private readonly HttpMessageInvoker _internetOnly = new(Handler(allowPrivateNetworks: false));

    public async Task<WebhookOutcome> SendAsync(Webhook webhook, string id, string body, CancellationToken cancellationToken)
    {
        if (webhook.Secret.Read(out var fault) is not { } key)
        {
            return new WebhookOutcome.Failed("secret_unusable", $"Its secret {fault}.");
        }

        // By the machine's clock and not by an injected one, since it guards against a peer that does not answer.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.WebhookTimeout);
        try
        {
            using var request = Request(webhook, id, body, key);
            using var response = await (webhook.AllowPrivateNetworks ? _anywhere : _internetOnly).SendAsync(request, limit.Token);
            return Judge(response, await QuoteAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookOutcome.Failed("timeout", $"It did not answer within {options.Value.WebhookTimeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressRefusedException refused)
        {
            return new WebhookOutcome.Failed("address_refused", refused.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The message of the outer exception has the host in it, which may be told; the path it has not.
            return new WebhookOutcome.Failed(ErrorType(exception), $"It could not be reached: {exception.Message}");
        }
    }

    public void Dispose()
    {
        _anywhere.Dispose();
        _internetOnly.Dispose();
    }

    private HttpRequestMessage Request(Webhook webhook, string id, string body, byte[] key)
    {
        var timestamp = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("Affluence");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(key, id, timestamp, body));
        return request;
    }

    private WebhookOutcome Judge(HttpResponseMessage response, string quote)
    {
        var status = (int)response.StatusCode;
        var reason = string.Create(CultureInfo.InvariantCulture, $"It answered {status}.{quote}");
        return status switch
        {
            >= 200 and < 300 => new WebhookOutcome.Delivered(),
            (int)HttpStatusCode.Gone => new WebhookOutcome.Gone(reason),
            (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable =>
                new WebhookOutcome.Failed(status.ToString(CultureInfo.InvariantCulture), reason, RetryAfter(response)),
            _ => new WebhookOutcome.Failed(status.ToString(CultureInfo.InvariantCulture), reason),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - timeProvider.GetUtcNow(),
        _ => null,
    };

    /// <summary>The beginning of the answer, which often says what was wrong, without what could break out of a log.</summary>
    private static async Task<string> QuoteAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestAnswer];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var quote = new string([.. Encoding.ASCII.GetString(bytes, 0, Math.Min(length, LongestQuote)).Select(character => char.IsControl(character) ? ' ' : character)]);
        return string.IsNullOrWhiteSpace(quote) ? string.Empty : $" It said: {quote.Trim()}";
    }

    private static string ErrorType(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? error.ToString() : "connection";

    private static SocketsHttpHandler Handler(bool allowPrivateNetworks) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would resolve and connect in our place, and so past the check of the address.
        UseProxy = false,
        MaxResponseHeadersLength = 16,
        MaxConnectionsPerServer = 2,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Neither is our trace the receiver's business, nor may its address, with the secret in it, become part of a span.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowPrivateNetworks, cancellationToken),
    };

    /// <summary>Connects to the very address that was checked: a name that is looked up twice may answer differently.</summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool allowPrivateNetworks, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken);
        var allowed = allowPrivateNetworks ? found : Array.FindAll(found, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException() : IOException(
        $"Its name leads to addresses that are not of the Internet only, and {nameof(WebhookOptions.AllowPrivateNetworks)} is not set for it.");
}
