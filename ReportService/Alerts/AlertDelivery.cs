using System.Diagnostics;
using Affluence.Report.Alerts.Webhooks;

namespace Affluence.Report.Alerts;

/// <summary>
/// Delivers alerts to the webhooks, each by itself: one that does not answer holds up no other. A webhook has a queue for each surge and each
/// difficulty, in which the order is kept; what fails in one holds up no other.
/// </summary>
internal sealed partial class AlertDelivery(
    WebhookList webhooks, WebhookClient client, AlertStore store, AlertMetrics metrics, TimeProvider timeProvider, ILogger<AlertDelivery> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly ActivitySource Source = new(ReportMetrics.MeterName);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(webhooks.All.Select(webhook => DeliverAllAsync(webhook, stoppingToken)));

    private async Task DeliverAllAsync(Webhook webhook, CancellationToken stoppingToken)
    {
        // Let the host start: everything before the first await runs inside its start.
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, timeProvider);
        var quietUntil = DateTimeOffset.MinValue;
        do
        {
            try
            {
                // What a receiver asked for by Retry-After holds for all that it is to be sent.
                while (timeProvider.GetUtcNow() >= quietUntil && store.NextDue(webhook) is { } due)
                {
                    if (await DeliverAsync(webhook, due, stoppingToken) is { } quiet)
                    {
                        quietUntil = timeProvider.GetUtcNow() + quiet;
                    }
                }

                metrics.Pending(webhook.Name, store.CountPending(webhook));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // What was on its way is sent again after the start, under the same id.
                return;
            }
            catch (Exception exception)
            {
                Log.DeliveringFailed(logger, webhook.Name, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How long the receiver wants to be left alone; null: it did not say.</returns>
    private async Task<TimeSpan?> DeliverAsync(Webhook webhook, DueDelivery due, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("deliver alert");
        activity?.SetTag("server.address", webhook.Url.Host);
        activity?.SetTag("affluence.alert.id", due.Alert);
        switch (await client.SendAsync(webhook, due.Alert, due.Body, cancellationToken))
        {
            case WebhookOutcome.Delivered:
                metrics.Attempted(webhook.Name, error: null);
                store.Settle(due.Number, error: null);
                Log.Delivered(logger, due.Alert, webhook.Name, due.Attempts + 1);
                break;
            case WebhookOutcome.Gone { Reason: var reason }:
                Failed(activity, webhook, "410");
                GiveUp(webhook, due, reason);
                break;
            case WebhookOutcome.Refused refusal:
                Failed(activity, webhook, refusal.ErrorType);
                if (due.Refusals + 1 >= RetrySchedule.MostRefusals)
                {
                    GiveUp(webhook, due, refusal.Reason);
                }
                else
                {
                    Retry(webhook, due, refusal.Reason, retryAfter: null, isRefusal: true);
                }

                break;
            case WebhookOutcome.Failed failure:
                Failed(activity, webhook, failure.ErrorType);
                Retry(webhook, due, failure.Reason, failure.RetryAfter, isRefusal: false);
                return failure.RetryAfter;
        }

        return null;
    }

    private void Failed(Activity? activity, Webhook webhook, string errorType)
    {
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", errorType);
        metrics.Attempted(webhook.Name, errorType);
    }

    private void Retry(Webhook webhook, DueDelivery due, string reason, TimeSpan? retryAfter, bool isRefusal)
    {
        var next = timeProvider.GetUtcNow() + RetrySchedule.WaitAfter(due.Attempts + 1, retryAfter, Random.Shared.NextDouble());
        if (next - due.MadeAt > RetrySchedule.GiveUpAfter)
        {
            GiveUp(webhook, due, reason);
            return;
        }

        store.Retry(due.Number, next, reason, isRefusal);
        if (due.Attempts == 0)
        {
            Log.DeliveryFailed(logger, due.Alert, webhook.Name, reason);
        }
    }

    private void GiveUp(Webhook webhook, DueDelivery due, string reason)
    {
        store.Settle(due.Number, reason);
        metrics.Abandoned(webhook.Name);
        Log.GaveUp(logger, due.Alert, webhook.Name, due.Attempts + 1, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Alert {AlertId} was delivered to {Webhook} at attempt {Attempt}.")]
        public static partial void Delivered(ILogger logger, string alertId, string webhook, int attempt);

        [LoggerMessage(LogLevel.Warning, "Alert {AlertId} could not be delivered to {Webhook} and is tried again: {Reason}")]
        public static partial void DeliveryFailed(ILogger logger, string alertId, string webhook, string reason);

        [LoggerMessage(LogLevel.Error, "Alert {AlertId} was not delivered to {Webhook} in {Attempts} attempts and is given up: {Reason}")]
        public static partial void GaveUp(ILogger logger, string alertId, string webhook, int attempts, string reason);

        [LoggerMessage(LogLevel.Error, "Delivering to {Webhook} met a fault of the report's own; it is tried again.")]
        public static partial void DeliveringFailed(ILogger logger, string webhook, Exception exception);
    }
}
