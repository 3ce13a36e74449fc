using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>Delivers to a webhook, once. The receiver is trusted with the alert and with nothing else.</summary>
internal sealed class WebhookClient(IOptions<AlertOptions> options, TimeProvider timeProvider) : IDisposable
{
    // RFC 8470; HttpStatusCode does not have it.
    private const int TooEarly = 425;

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
            return Judge(response);
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
            // Not by the exception's message, which may quote what the receiver sent, and so the secret of the address.
            return new WebhookOutcome.Failed(ErrorType(exception), $"It could not be reached: {Cause(exception)}.");
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

    /// <summary>By the status alone: the body is the receiver's, and often repeats the address that it was asked by.</summary>
    private WebhookOutcome Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var errorType = status.ToString(CultureInfo.InvariantCulture);
        var reason = $"It answered {errorType}.";
        return status switch
        {
            >= 200 and < 300 => new WebhookOutcome.Delivered(),
            (int)HttpStatusCode.Gone => new WebhookOutcome.Gone(reason),
            (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable =>
                new WebhookOutcome.Failed(errorType, reason, RetryAfter(response)),
            (int)HttpStatusCode.RequestTimeout or TooEarly => new WebhookOutcome.Failed(errorType, reason),
            >= 400 and < 500 => new WebhookOutcome.Refused(errorType, reason),
            _ => new WebhookOutcome.Failed(errorType, reason),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - timeProvider.GetUtcNow(),
        _ => null,
    };

    private static string ErrorType(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? error.ToString() : "connection";

    private static string Cause(Exception exception) => exception.InnerException is SocketException { SocketErrorCode: var code }
        ? code.ToString()
        : ErrorType(exception);

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
