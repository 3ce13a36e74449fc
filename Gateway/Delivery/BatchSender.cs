using System.Diagnostics;
using Affluence.Counter.V1;
using Affluence.Gateway.Capture;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Sends batches until the counter acknowledges them, oldest first. Since recording is idempotent, whatever is in doubt is sent again.
/// </summary>
internal sealed partial class BatchSender(
    VisitorCounterService.VisitorCounterServiceClient counter,
    Outbox outbox,
    DeliveryLedger ledger,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<BatchSender> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private bool _failing;
    private string? _storeId;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                if (outbox.TryTake() is not { } batch)
                {
                    await outbox.WaitAsync(stoppingToken);
                }
                else if (await TrySendAsync(batch, stoppingToken))
                {
                    pause = FirstPause;
                }
                else
                {
                    // Full jitter, so that gateways that lost the counter together do not come back together.
                    await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
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
        while (!patience.IsCancellationRequested && outbox.TryTake() is { } batch && await TrySendAsync(batch, patience.Token))
        {
        }

        var pending = ledger.Read().Pending;
        if (pending > 0)
        {
            ledger.Dropped(DropReason.Shutdown, pending);
            Log.StoppedWithHits(logger, pending);
        }
    }

    /// <returns>False if the batch went back into the outbox.</returns>
    private async Task<bool> TrySendAsync(Batch batch, CancellationToken cancellationToken)
    {
        using var activity = GatewayTelemetry.Source.StartActivity(
            ActivityKind.Internal, batch.Origin, links: batch.Links.Select(link => new ActivityLink(link)), name: "deliver batch");
        activity?.SetTag("affluence.hits", batch.Hits).SetTag("affluence.bucket", batch.Key.Bucket.ToString());
        try
        {
            foreach (var request in RecordRequests.From(batch))
            {
                await SendAsync(request, cancellationToken);
            }

            ledger.Acknowledged(batch.Hits);
            if (_failing)
            {
                _failing = false;
                Log.Recovered(logger);
            }

            return true;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.InvalidArgument or StatusCode.Unimplemented)
        {
            // Sending it again would fail again, for ever, and hold up all that comes after it.
            ledger.Dropped(DropReason.Rejected, batch.Hits);
            activity?.SetStatus(ActivityStatusCode.Error, exception.Status.Detail);
            Log.BatchRejected(logger, batch.Key.Bucket, batch.Hits, exception.Status.Detail);
            return true;
        }
        catch (RpcException exception)
        {
            outbox.Return(batch);
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
            ledger.Dropped(DropReason.Rejected, batch.Hits);
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Log.SendFaulted(logger, exception, batch.Key.Bucket, batch.Hits);
            return true;
        }
    }

    private async Task SendAsync(RecordRequest request, CancellationToken cancellationToken)
    {
        var response = await counter.RecordAsync(request, ServiceClients.Within(options.Value.CallTimeout, cancellationToken));
        if (_storeId is not null && _storeId != response.StoreId)
        {
            Log.StoreChanged(logger, _storeId, response.StoreId);
        }

        _storeId = response.StoreId;
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

        [LoggerMessage(LogLevel.Warning, "The store changed from {Before} to {After}; what it had acknowledged may be lost")]
        public static partial void StoreChanged(ILogger logger, string before, string after);

        [LoggerMessage(LogLevel.Error, "Stopped with {Hits} hits not delivered")]
        public static partial void StoppedWithHits(ILogger logger, long hits);
    }
}
