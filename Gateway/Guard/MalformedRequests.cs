using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Counts the requests that Kestrel refuses by itself (400, 408, 413, 414, 431, 505): no middleware ever sees them, only this
/// diagnostic event.
/// </summary>
internal sealed class MalformedRequests(DiagnosticListener diagnostics, GatewayMetrics metrics)
    : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = diagnostics.Subscribe(this, name => name == BadRequest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == BadRequest && value.Value is IFeatureCollection)
        {
            metrics.RequestRejected("malformed");
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription?.Dispose();
}
