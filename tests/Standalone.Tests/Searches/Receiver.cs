using System.Globalization;
using System.Net;

namespace Affluence.Tests.Privacy;

/// <summary>
/// Takes traces, metrics and logs by OTLP over HTTP, and keeps the bytes. It is no ASP.NET Core host: that would be traced itself, in this
/// process, and each export bring about the next.
/// </summary>
internal sealed class TelemetryCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly MemoryStream _bytes = new();
    private readonly Lock _lock = new();
    private readonly Task _serving;

    public TelemetryCollector()
    {
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>All that came so far.</summary>
    public byte[] Read()
    {
        lock (_lock)
        {
            return _bytes.ToArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_lock)
                {
                    body.WriteTo(_bytes);
                }

                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // An exporter that went, or the end of the test: the loop's condition tells which.
            }
        }
    }
}
