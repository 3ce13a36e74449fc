using System.Diagnostics.Metrics;

namespace Affluence.Gateway.OriginLimit;

/// <summary>The limit, and what it holds, as gauges; what is refused is in <c>affluence.gateway.shed_requests</c>.</summary>
internal sealed class OriginLimitMetrics
{
    public OriginLimitMetrics(IMeterFactory meters, OriginGate gate)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        meter.CreateObservableUpDownCounter("affluence.gateway.origin.limit", () => gate.Status.Limit, "{request}", "Requests that may be in flight to the site.");
        meter.CreateObservableUpDownCounter("affluence.gateway.origin.in_flight", () => gate.Status.InFlight, "{request}", "Requests in flight to the site.");
        meter.CreateObservableUpDownCounter("affluence.gateway.origin.queued", () => gate.Status.Queued, "{request}", "Requests that wait for a turn at the site.");
        meter.CreateObservableGauge(
            "affluence.gateway.origin.inflation", () => gate.Status.Inflation, "1", "How many times longer the site's answers take than at half the load.");
        meter.CreateObservableUpDownCounter(
            "affluence.gateway.origin.away", () => gate.Status.AwayFor == OriginSign.Answered ? 0 : 1, "{site}", "1 while the site is taken for away.");
    }
}
