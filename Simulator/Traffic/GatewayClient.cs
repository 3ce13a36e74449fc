using System.Net;

namespace Affluence.Simulator.Traffic;

/// <summary>Sends requests to the gateway in the name of visitors.</summary>
internal sealed class GatewayClient(Uri gateway) : IDisposable
{
    /// <summary>Requests that are under way at one time.</summary>
    public const int Concurrency = 256;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Concurrency,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        // Nobody's trace: a browser sends no traceparent.
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Asks for a page as a browser does.</summary>
    public Task<bool> IsPageServedAsync(
        string path, NetworkAddress address, string userAgent, string language, CancellationToken cancellationToken) =>
        IsServedAsync(path, address, userAgent, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", language, cancellationToken);

    /// <summary>Asks for anything else.</summary>
    /// <returns>Whether there was an answer of less than 500.</returns>
    public Task<bool> IsServedAsync(string path, NetworkAddress address, string userAgent, string language, CancellationToken cancellationToken) =>
        IsServedAsync(path, address, userAgent, "*/*", language, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<bool> IsServedAsync(
        string path, NetworkAddress address, string userAgent, string accept, string language, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, path));
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Accept-Language", language == "fr" ? "fr-CA,fr;q=0.9,en;q=0.5" : "en-CA,en;q=0.9");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            return response.StatusCode < HttpStatusCode.InternalServerError;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
