using System.Globalization;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Identity;
using Affluence.Gateway.Spool;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Takes in what earlier processes left sealed, since they ended before its country was known: has the secret of its day handed out again,
/// opens it, has it located, and makes batches of it.
/// </summary>
internal sealed partial class HitRecovery(
    string writerId,
    Outbox outbox,
    CountryLocator locator,
    IdentityRefresher identities,
    VisitorHasher hasher,
    GatewayMetrics metrics,
    IOptions<DeliveryOptions> delivery,
    IOptions<IdentityOptions> visitors,
    IOptions<SpoolOptions> spool,
    TimeProvider time,
    ILogger<HitRecovery> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private int _taken;
    private long? _locatorFailingSince;
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                while (await TryRecoverNextAsync(stoppingToken))
                {
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is found by the next process.
        }
    }

    /// <returns>False if there is nothing to take in, or it must wait.</returns>
    private async Task<bool> TryRecoverNextAsync(CancellationToken stoppingToken)
    {
        if (outbox.TryTakeSealed() is not { } taken)
        {
            return false;
        }

        try
        {
            return await TryRecoverAsync(taken, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            outbox.Return(taken);
            throw;
        }
        catch (RpcException exception)
        {
            outbox.Return(taken);
            if (!_failing && !stoppingToken.IsCancellationRequested)
            {
                _failing = true;
                Log.Waits(logger, taken.Hits.Bucket, exception.StatusCode, exception.Status.Detail);
            }

            return false;
        }
        catch (Exception exception)
        {
            // A fault of ours must not stop the host, for then it would fail pages; and these hits would meet it again.
            outbox.GiveUp(taken, NextKey(taken.Hits), DropReason.SpoolLost);
            Log.Faulted(logger, exception, taken.Hits.Bucket);
            return true;
        }
    }

    private async Task<bool> TryRecoverAsync(TakenHits taken, CancellationToken stoppingToken)
    {
        var bucket = taken.Hits.Bucket;
        if (bucket.End + spool.Value.MaxAge < time.GetUtcNow())
        {
            outbox.GiveUp(taken, NextKey(taken.Hits), DropReason.TooOld);
            return true;
        }

        // All that held the bucket: in the half hour after a rotation its visitors are recorded under two.
        VisitorIdentity[] holding = [.. (await identities.AskAsync(bucket.Start, stoppingToken)).Where(identity => identity.Holds(bucket))];
        if (Array.Find(holding, identity => identity.Epoch == taken.Hits.Epoch) is not { } identity)
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"the identity of epoch {taken.Hits.Epoch} is not handed out"));
        }

        var hits = HitSeal.Open(identity, taken.Hits);
        var countries = await LocateAsync(hits, stoppingToken);
        outbox.Put(taken, Tally(bucket, hits, countries, holding));
        _failing = false;
        return true;
    }

    private async Task<CountryCode[]> LocateAsync(IReadOnlyList<Hit> hits, CancellationToken stoppingToken)
    {
        try
        {
            var countries = await locator.AskAsync(hits, stoppingToken);
            _locatorFailingSince = null;
            return countries;
        }
        catch (RpcException) when (!stoppingToken.IsCancellationRequested)
        {
            _locatorFailingSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_locatorFailingSince.Value) < delivery.Value.LocatePatience)
            {
                throw;
            }

            return new CountryCode[hits.Count];
        }
    }

    /// <summary>By a writer of its own: running totals of a writer begin at zero, and this one writes once.</summary>
    private IReadOnlyList<Batch> Tally(Bucket bucket, IReadOnlyList<Hit> hits, CountryCode[] countries, IReadOnlyList<VisitorIdentity> holding)
    {
        var tally = new BucketTally(NextWriter(), bucket, holding, hasher, networks: new NetworkVisitors(visitors.Value.VisitorsPerNetwork, hits.Count));
        foreach (var (index, hit) in hits.Index())
        {
            metrics.HitCounted(hit);
            if (!tally.Add(hit, countries[index], default))
            {
                metrics.PageViewFolded();
            }
        }

        return tally.TakeBatches();
    }

    private BatchKey NextKey(SealedHits hits) => new(NextWriter(), hits.Bucket, hits.Epoch);

    private string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{writerId}-sealed-{++_taken}");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Sealed hits of bucket {Bucket}, which an earlier process left, can't be taken in yet ({StatusCode}: {Detail}); it is tried again every second")]
        public static partial void Waits(ILogger logger, Bucket bucket, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Error, "Sealed hits of bucket {Bucket}, which an earlier process left, could not be opened and were given up")]
        public static partial void Faulted(ILogger logger, Exception exception, Bucket bucket);
    }
}
