namespace Affluence.Standalone;

/// <summary>
/// Lets the process, not each host, decide when a host stops: hosts that all listened for Ctrl-C would stop at once, and the gateway could
/// not deliver its last hits to a counter that is gone.
/// </summary>
internal sealed class HostedByStandalone : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
