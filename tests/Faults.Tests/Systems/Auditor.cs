using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Affluence.Faults.Tests.Processes;

namespace Affluence.Faults.Tests.Systems;

/// <summary>
/// Asks each gateway for its account again and again, whatever happens meanwhile: at any moment every hit it has seen is acknowledged, on
/// its way, or dropped.
/// </summary>
internal sealed class Auditor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Func<IReadOnlyList<ServiceProcess>> _gateways;
    private readonly Task _auditing;

    public Auditor(Func<IReadOnlyList<ServiceProcess>> gateways)
    {
        _gateways = gateways;
        _auditing = Task.Run(AuditAsync);
    }

    /// <summary>Accounts that did not balance.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _auditing;
        _client.Dispose();
        _end.Dispose();
    }

    private async Task AuditAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var gateway in _gateways().Where(gateway => gateway is { IsRunning: true, IsPaused: false }))
            {
                await AuditAsync(gateway);
            }

            await Task.Delay(Pause, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AuditAsync(ServiceProcess gateway)
    {
        try
        {
            var account = await _client.GetStringAsync(new Uri(gateway.Management, "/delivery"), _end.Token);
            if (Delivery.Read(JsonNode.Parse(account)!).Unaccounted != 0)
            {
                _faults.Enqueue(account);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // It has just been ended or frozen.
        }
    }
}
