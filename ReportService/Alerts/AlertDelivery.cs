using System.Diagnostics;
using Affluence.Report.Alerts.Webhooks;

namespace Affluence.Report.Alerts;

/// <summary>Delivers alerts to the webhooks, each by itself and in order: one that does not answer holds up no other.</summary>
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
        do
        {
            try
            {
                while (store.NextDue(webhook) is { } due)
                {
                    await DeliverAsync(webhook, due, stoppingToken);
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

    private async Task DeliverAsync(Webhook webhook, DueDelivery due, CancellationToken cancellationToken)
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
            case WebhookOutcome.Failed failure:
                Failed(activity, webhook, failure.ErrorType);
                Retry(webhook, due, failure);
                break;
        }
    }

    private void Failed(Activity? activity, Webhook webhook, string errorType)
    {
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", errorType);
        metrics.Attempted(webhook.Name, errorType);
    }

    private void Retry(Webhook webhook, DueDelivery due, WebhookOutcome.Failed failure)
    {
        var next = timeProvider.GetUtcNow() + RetrySchedule.WaitAfter(due.Attempts + 1, failure.RetryAfter, Random.Shared.NextDouble());
        if (next - due.MadeAt > RetrySchedule.GiveUpAfter)
        {
            GiveUp(webhook, due, failure.Reason);
            return;
        }

        store.Retry(due.Number, next, failure.Reason);
        if (due.Attempts == 0)
        {
            Log.DeliveryFailed(logger, due.Alert, webhook.Name, failure.Reason);
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

        [LoggerMessage(LogLevel.Warning, "Alert {AlertId} could not be delivered to {Webhook} and is tried again for a day: {Reason}")]
        public static partial void DeliveryFailed(ILogger logger, string alertId, string webhook, string reason);

        [LoggerMessage(LogLevel.Error, "Alert {AlertId} was not delivered to {Webhook} in {Attempts} attempts and is given up: {Reason}")]
        public static partial void GaveUp(ILogger logger, string alertId, string webhook, int attempts, string reason);

        [LoggerMessage(LogLevel.Error, "Delivering to {Webhook} met a fault of the report's own; it is tried again.")]
        public static partial void DeliveringFailed(ILogger logger, string webhook, Exception exception);
    }
}
