using Microsoft.Extensions.Options;

namespace Affluence.Report.Live;

/// <summary>Bounds how many clients hold a stream open.</summary>
internal sealed class StreamClients(IOptions<ReportOptions> options, ReportMetrics metrics)
{
    private int _connected;

    /// <summary>A place, to be disposed of when the client leaves; null when all are taken.</summary>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _connected) > options.Value.MaximumStreamClients)
        {
            Interlocked.Decrement(ref _connected);
            return null;
        }

        metrics.StreamOpened();
        return new Place(this);
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _connected);
        metrics.StreamClosed();
    }

    private sealed class Place(StreamClients clients) : IDisposable
    {
        private StreamClients? _clients = clients;

        public void Dispose() => Interlocked.Exchange(ref _clients, null)?.Leave();
    }
}
