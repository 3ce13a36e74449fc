using Affluence.Gateway.Capture;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>Every flush interval: takes the hits from the queue, has them located, sorts them into buckets and fills the outbox.</summary>
internal sealed partial class HitFlusher(
    HitQueue queue,
    DeliveryLedger ledger,
    GatewayMetrics metrics,
    CountryLocator locator,
    HitAggregator aggregator,
    Outbox outbox,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<HitFlusher> logger) : BackgroundService
{
    /// <summary>Hits that wait here for their country or identity; the rest waits in the queue.</summary>
    private const int MaxWaiting = 65_536;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly List<Hit> _waiting = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FlushAsync(mayWait: true, stoppingToken);
                }
                catch (Exception exception)
                {
                    // A fault of ours must not stop the host, for then it would fail pages.
                    Log.FlushFaulted(logger, exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync flushes what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        do
        {
            await FlushAsync(mayWait: false, cancellationToken);
        }
        while (queue.Count > 0 && _waiting.Count == 0 && !cancellationToken.IsCancellationRequested);
        if (_waiting.Count > 0)
        {
            Log.HitsWithoutIdentity(logger, _waiting.Count);
        }
    }

    private async Task FlushAsync(bool mayWait, CancellationToken cancellationToken)
    {
        queue.TakeInto(_waiting, MaxWaiting - _waiting.Count);
        aggregator.TryOpen(Bucket.Of(time.GetUtcNow()));
        GiveUpHitsWithoutIdentity();

        // Sorted out once, before the look-up is awaited: identities may come and go meanwhile.
        var ready = new List<Hit>(_waiting.Count);
        var later = new List<Hit>();
        foreach (var hit in _waiting)
        {
            (aggregator.TryOpen(hit.Bucket) ? ready : later).Add(hit);
        }

        if (ready.Count > 0)
        {
            using var activity = GatewayTelemetry.Source.StartActivity("flush hits");
            activity?.SetTag("affluence.hits", ready.Count);
            // A full waiting room waits no longer: unknown is better than dropped.
            if (await locator.LocateAsync(ready, mayWait && _waiting.Count < MaxWaiting, cancellationToken) is { } countries)
            {
                _waiting.Clear();
                _waiting.AddRange(later);
                for (var index = 0; index < countries.Length; index++)
                {
                    metrics.HitCounted(ready[index]);
                    aggregator.Add(ready[index], countries[index], activity?.Context ?? default);
                }
            }
        }

        foreach (var batch in aggregator.TakeBatches(time.GetUtcNow()))
        {
            outbox.Put(batch);
        }
    }

    /// <summary>An identity that did not come in this time never will: its day's overlap is over, or the clock that stamped the hit was wrong.</summary>
    private void GiveUpHitsWithoutIdentity()
    {
        var oldest = Bucket.Of(time.GetUtcNow() - LongestWait);
        var givenUp = _waiting.RemoveAll(hit => hit.Bucket < oldest);
        if (givenUp > 0)
        {
            ledger.Dropped(DropReason.NoIdentity, givenUp);
            Log.HitsWithoutIdentity(logger, givenUp);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A flush failed")]
        public static partial void FlushFaulted(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "{Hits} hits were not delivered: the counter never handed out an identity for them")]
        public static partial void HitsWithoutIdentity(ILogger logger, int hits);
    }
}
