using Affluence.Gateway.Capture;
using Affluence.Gateway.Spool;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Every flush interval: takes the hits from the queue, has them located, sorts them into buckets and fills the outbox. What could not be located
/// within the interval is sealed and put on disk until it can be.
/// </summary>
internal sealed partial class HitFlusher(
    HitQueue queue,
    DeliveryLedger ledger,
    GatewayMetrics metrics,
    CountryLocator locator,
    HitAggregator aggregator,
    HitSealing sealing,
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

    /// <summary>Without an identity to write them under, and so with none to seal them under.</summary>
    private readonly List<Hit> _nameless = [];

    /// <summary>Without a country.</summary>
    private readonly List<WaitingHits> _waiting = [];
    private readonly SortedDictionary<Bucket, long> _untoldDrops = [];
    private (Task<CountryCode[]?> Countries, List<WaitingHits> Of)? _locating;

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

        queue.TakeInto(_nameless, queue.Count);
        GiveUp([.. _nameless, .. _waiting.Where(waiting => waiting.Sealed is null).SelectMany(waiting => waiting.Hits)]);
        _nameless.Clear();
    }

    private int WaitingCount => _nameless.Count + _waiting.Sum(waiting => waiting.Hits.Count);

    /// <returns>How many hits were put into the outbox.</returns>
    private async Task<int> FlushAsync(bool mayWait, CancellationToken cancellationToken)
    {
        queue.TakeInto(_nameless, MaxWaiting - WaitingCount);
        aggregator.TryOpen(Bucket.Of(time.GetUtcNow()));
        TakeNamed();

        using var activity = _waiting.Count > 0 ? GatewayTelemetry.Source.StartActivity("flush hits") : null;
        var located = await LocateAsync(mayWait, cancellationToken);
        var (sorted, released) = (0, new List<SealedRow>());
        if (located is { } found)
        {
            _waiting.RemoveAll(found.Of.Contains);
            released.AddRange(found.Of.SelectMany(waiting => waiting.Sealed ?? []));
            foreach (var hit in found.Of.SelectMany(waiting => waiting.Hits))
            {
                metrics.HitCounted(hit);
                if (!aggregator.Add(hit, found.Countries[sorted++], activity?.Context ?? default))
                {
                    metrics.PageViewFolded();
                }
            }

            activity?.SetTag("affluence.hits", sorted);
        }

        sealing.Seal(_waiting);
        outbox.Put(aggregator.TakeBatches(time.GetUtcNow()), sorted, TakeTellableDrops(), released);
        return sorted;
    }

    /// <summary>Moves on the hits for which there is an identity, and gives up those for which there never will be one.</summary>
    private void TakeNamed()
    {
        // An identity that did not come in this time never will: its day's overlap is over, or the clock that stamped the hit was wrong.
        var oldest = Bucket.Of(time.GetUtcNow() - LongestWait);
        var (ready, later, never) = (new List<Hit>(_nameless.Count), new List<Hit>(), new List<Hit>());
        foreach (var hit in _nameless)
        {
            (hit.Bucket < oldest ? never : aggregator.TryOpen(hit.Bucket) ? ready : later).Add(hit);
        }

        GiveUp(never);
        _nameless.Clear();
        _nameless.AddRange(later);
        if (ready.Count > 0)
        {
            _waiting.Add(new WaitingHits(ready));
        }
    }

    /// <summary>
    /// The countries of hits that waited, or null if they still do. A look-up that takes longer than the flush interval goes on beside the next
    /// flushes, so that what comes meanwhile is put on disk.
    /// </summary>
    private async Task<(List<WaitingHits> Of, CountryCode[] Countries)?> LocateAsync(bool mayWait, CancellationToken cancellationToken)
    {
        if (_locating is null && _waiting.Count > 0)
        {
            List<WaitingHits> asked = [.. _waiting];
            // A full waiting room waits no longer: unknown is better than dropped.
            var patient = mayWait && WaitingCount < MaxWaiting;
            _locating = (locator.LocateAsync(asked is [var alone] ? alone.Hits : [.. asked.SelectMany(waiting => waiting.Hits)], patient, cancellationToken), asked);
        }

        if (_locating is not { } locating)
        {
            return null;
        }

        if (mayWait && !locating.Countries.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(locating.Countries, Task.Delay(options.Value.FlushInterval, time, stop.Token));
            await stop.CancelAsync();
            if (!locating.Countries.IsCompleted)
            {
                return null;
            }
        }

        _locating = null;
        if (await locating.Countries is { } countries)
        {
            return (locating.Of, countries);
        }

        // One that was begun when hits could still wait says nothing of those that can't.
        return mayWait ? null : await LocateAsync(mayWait, cancellationToken);
    }

    private void GiveUp(IReadOnlyCollection<Hit> hits)
    {
        if (hits.Count == 0)
        {
            return;
        }

        foreach (var hit in hits)
        {
            NoteDrops(hit.Bucket, 1);
        }

        ledger.Dropped(HitStage.Waiting, DropReason.NoIdentity, hits.Count);
        Log.HitsWithoutIdentity(logger, hits.Count);
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
