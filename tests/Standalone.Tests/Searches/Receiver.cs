using System.Globalization;
using System.Net;

namespace Affluence.Tests.Searches;

/// <summary>
/// Takes what is sent to it by HTTP, be it telemetry by OTLP or an alert, and keeps headers and bodies. It is no ASP.NET Core host: that
/// would be traced itself, in this process, and each export bring about the next.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly MemoryStream _bytes = new();
    private readonly Lock _lock = new();
    private readonly Task _serving;

    public Receiver()
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
                    _bytes.Write(((WebHeaderCollection)context.Request.Headers).ToByteArray());
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
