using System.Diagnostics;
using Affluence.Counter.V1;
using Affluence.Gateway.Identity;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Sends batches until the counter acknowledges them. Since recording is idempotent, whatever is in doubt is sent again: also what was
/// acknowledged lately, when the store turns out to have lost its memory.
/// </summary>
internal sealed partial class BatchSender(
    VisitorCounterService.VisitorCounterServiceClient counter,
    Outbox outbox,
    IdentityRefresher identities,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<BatchSender> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                if (await TrySendNextAsync(stoppingToken))
                {
                    pause = FirstPause;
                    continue;
                }

                // Jitter, so that gateways that lost the counter together do not come back together.
                await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync sends what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.ShutdownPatience);
        while (!patience.IsCancellationRequested && outbox.TryTake() is { } taken && await TrySendAsync(taken, patience.Token))
        {
        }

        var (left, dropped) = outbox.Close();
        if (left > 0)
        {
            Log.LeftInSpool(logger, left);
        }

        if (dropped > 0)
        {
            Log.StoppedWithHits(logger, dropped);
        }
    }

    /// <returns>False if nothing could be sent, and a pause is due.</returns>
    private async Task<bool> TrySendNextAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (outbox.TryTake() is { } taken)
            {
                return await TrySendAsync(taken, stoppingToken);
            }

            await outbox.WaitAsync(stoppingToken);
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // A fault of ours must not stop the host, for then it would fail pages.
            Log.OutboxFaulted(logger, exception);
            return false;
        }
    }

    /// <returns>False if it went back into the outbox.</returns>
    private async Task<bool> TrySendAsync(TakenBatch taken, CancellationToken cancellationToken)
    {
        var batch = taken.Batch;

        // A bucket to which no hit came is reported every time, which is a poll and no trace.
        using var activity = taken.Hits == 0 && batch.Origin == default
            ? null
            : GatewayTelemetry.Source.StartActivity(
                ActivityKind.Internal, batch.Origin, links: batch.Links.Select(link => new ActivityLink(link)), name: "deliver batch");
        activity?.SetTag("affluence.hits", taken.Hits).SetTag("affluence.bucket", batch.Key.Bucket.ToString());
        try
        {
            string? storeId = null;
            foreach (var request in RecordRequests.From(batch))
            {
                var response = await counter.RecordAsync(request, ServiceClients.Within(options.Value.CallTimeout, cancellationToken));
                if (outbox.StoreIs(response.StoreId))
                {
                    identities.Hasten();
                }

                storeId ??= response.StoreId;
            }

            outbox.Acknowledge(taken, storeId!);
            if (_failing)
            {
                _failing = false;
                Log.Recovered(logger);
            }

            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.InvalidArgument)
        {
            // Sending it again would fail again, for ever. Whatever else goes wrong may be the counter's fault and not the batch's.
            outbox.Reject(taken);
            activity?.SetStatus(ActivityStatusCode.Error, exception.Status.Detail);
            Log.BatchRejected(logger, batch.Key.Bucket, taken.Hits, exception.Status.Detail);
            return true;
        }
        catch (RpcException exception)
        {
            outbox.Return(taken);
            activity?.SetStatus(ActivityStatusCode.Error, exception.StatusCode.ToString());
            if (!_failing && !cancellationToken.IsCancellationRequested)
            {
                _failing = true;
                Log.SendFailed(logger, exception.StatusCode, exception.Status.Detail);
            }

            return false;
        }
        catch (Exception exception)
        {
            // A fault of ours. The loop must live, and the batch would meet the same fault again.
            outbox.Reject(taken);
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Log.SendFaulted(logger, exception, batch.Key.Bucket, taken.Hits);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The counter did not take a batch ({StatusCode}: {Detail}); it is sent again until it does")]
        public static partial void SendFailed(ILogger logger, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Information, "The counter takes batches again")]
        public static partial void Recovered(ILogger logger);

        [LoggerMessage(LogLevel.Error, "The counter rejected bucket {Bucket} with {Hits} hits: {Detail}")]
        public static partial void BatchRejected(ILogger logger, Bucket bucket, long hits, string detail);

        [LoggerMessage(LogLevel.Error, "Bucket {Bucket} with {Hits} hits could not be sent and was given up")]
        public static partial void SendFaulted(ILogger logger, Exception exception, Bucket bucket, long hits);

        [LoggerMessage(LogLevel.Error, "Nothing could be taken from the outbox")]
        public static partial void OutboxFaulted(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "Stopped with {Hits} hits not delivered; the next process will find them in the spool")]
        public static partial void LeftInSpool(ILogger logger, long hits);

        [LoggerMessage(LogLevel.Error, "Stopped with {Hits} hits not delivered and no spool to leave them in")]
        public static partial void StoppedWithHits(ILogger logger, long hits);
    }
}
