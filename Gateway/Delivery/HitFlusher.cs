using Affluence.Gateway.Capture;
using Affluence.Gateway.Spool;
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

    /// <summary>How long the counter may still be told that hits were dropped; a bucket without an identity can't be written.</summary>
    private static readonly TimeSpan LongestUntold = TimeSpan.FromDays(1);

    private readonly List<Hit> _waiting = [];
    private readonly SortedDictionary<Bucket, long> _untoldDrops = [];

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

    /// <summary>
    /// Flushes what is left. It takes its own time, at most one call to GeoService, and not what the requests left of the host's: hits that
    /// are not flushed are lost.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(options.Value.CallTimeout, time);
        while (await FlushAsync(mayWait: false, patience.Token) > 0)
        {
        }

        queue.TakeInto(_waiting, queue.Count);
        GiveUp(_ => true);
    }

    /// <returns>How many hits were put into the outbox.</returns>
    private async Task<int> FlushAsync(bool mayWait, CancellationToken cancellationToken)
    {
        queue.TakeInto(_waiting, MaxWaiting - _waiting.Count);
        aggregator.TryOpen(Bucket.Of(time.GetUtcNow()));
        // An identity that did not come in this time never will: its day's overlap is over, or the clock that stamped the hit was wrong.
        var oldest = Bucket.Of(time.GetUtcNow() - LongestWait);
        GiveUp(hit => hit.Bucket < oldest);

        // Sorted out once, before the look-up is awaited: identities may come and go meanwhile.
        var ready = new List<Hit>(_waiting.Count);
        var later = new List<Hit>();
        foreach (var hit in _waiting)
        {
            (aggregator.TryOpen(hit.Bucket) ? ready : later).Add(hit);
        }

        var sorted = 0;
        if (ready.Count > 0)
        {
            using var activity = GatewayTelemetry.Source.StartActivity("flush hits");
            activity?.SetTag("affluence.hits", ready.Count);
            // A full waiting room waits no longer: unknown is better than dropped.
            if (await locator.LocateAsync(ready, mayWait && _waiting.Count < MaxWaiting, cancellationToken) is { } countries)
            {
                sorted = ready.Count;
                _waiting.Clear();
                _waiting.AddRange(later);
                for (var index = 0; index < countries.Length; index++)
                {
                    metrics.HitCounted(ready[index]);
                    if (!aggregator.Add(ready[index], countries[index], activity?.Context ?? default))
                    {
                        metrics.PageViewFolded();
                    }
                }
            }
        }

        outbox.Put(aggregator.TakeBatches(time.GetUtcNow()), sorted, TakeTellableDrops());
        return sorted;
    }

    private void GiveUp(Predicate<Hit> isGivenUp)
    {
        var givenUp = 0;
        foreach (var hit in _waiting.Where(hit => isGivenUp(hit)))
        {
            givenUp++;
            NoteDrops(hit.Bucket, 1);
        }

        if (givenUp > 0)
        {
            _waiting.RemoveAll(isGivenUp);
            ledger.Dropped(HitStage.Waiting, DropReason.NoIdentity, givenUp);
            Log.HitsWithoutIdentity(logger, givenUp);
        }
    }

    /// <summary>The drops of buckets for which there is an identity by now.</summary>
    private List<HitDrop> TakeTellableDrops()
    {
        foreach (var (bucket, hits) in queue.TakeDropped())
        {
            NoteDrops(bucket, hits);
        }

        var tellable = new List<HitDrop>();
        var forgotten = Bucket.Of(time.GetUtcNow() - LongestUntold);
        foreach (var (bucket, hits) in _untoldDrops.ToList())
        {
            if (aggregator.KeyOf(bucket) is { } key)
            {
                tellable.Add(new HitDrop(key, hits));
                _untoldDrops.Remove(bucket);
            }
            else if (bucket < forgotten)
            {
                _untoldDrops.Remove(bucket);
            }
        }

        return tellable;
    }

    private void NoteDrops(Bucket bucket, long hits) => _untoldDrops[bucket] = _untoldDrops.GetValueOrDefault(bucket) + hits;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A flush failed")]
        public static partial void FlushFaulted(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "{Hits} hits were not delivered: the counter never handed out an identity for them")]
        public static partial void HitsWithoutIdentity(ILogger logger, int hits);
    }
}
