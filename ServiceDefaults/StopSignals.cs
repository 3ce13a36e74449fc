using System.Runtime.InteropServices;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Ctrl-C and SIGTERM as a token, for programs without a host of their own that listens for them. The first asks to stop; the second ends the
/// process at once, by the system's own handling.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (!_stop.IsCancellationRequested)
        {
            signal.Cancel = true;
            // What waits for it goes on elsewhere, and not inside the handler of a signal.
            _ = _stop.CancelAsync();
        }
    }
}
