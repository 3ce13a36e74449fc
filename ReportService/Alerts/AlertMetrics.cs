using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Affluence.Report.Alerts;

/// <summary>What an operator of the report watches of alerts.</summary>
internal sealed class AlertMetrics
{
    private readonly Counter<long> _made;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _abandoned;
    private readonly ConcurrentDictionary<string, long> _pending = [];

    public AlertMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(ReportMetrics.MeterName);
        _made = meter.CreateCounter<long>("affluence.report.alerts.made", "{alert}", "Alerts that were made.");
        _attempts = meter.CreateCounter<long>("affluence.report.alerts.deliveries", "{delivery}", "Attempts to deliver an alert to a webhook.");
        _abandoned = meter.CreateCounter<long>("affluence.report.alerts.abandoned", "{delivery}", "Deliveries that were given up.");
        meter.CreateObservableGauge(
            "affluence.report.alerts.pending",
            () => _pending.Select(one => new Measurement<long>(one.Value, Webhook(one.Key))),
            "{delivery}",
            "Deliveries that wait, first ones and repetitions.");
    }

    public void Made(AlertKind kind) => _made.Add(1, KeyValuePair.Create<string, object?>("affluence.alert.kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));

    /// <param name="error">Null: it arrived.</param>
    public void Attempted(string webhook, string? error)
    {
        if (error is null)
        {
            _attempts.Add(1, Webhook(webhook));
        }
        else
        {
            _attempts.Add(1, Webhook(webhook), KeyValuePair.Create<string, object?>("error.type", error));
        }
    }

    public void Abandoned(string webhook) => _abandoned.Add(1, Webhook(webhook));

    public void Pending(string webhook, long deliveries) => _pending[webhook] = deliveries;

    private static KeyValuePair<string, object?> Webhook(string name) => KeyValuePair.Create<string, object?>("affluence.webhook.name", name);
}
