using System.Diagnostics.Metrics;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Privacy;

namespace Affluence.Gateway;

/// <summary>
/// What the gateway tells of itself. At any moment seen + recovered = acknowledged + the sums of pending and of dropped; what does not come
/// out is told as unaccounted.
/// </summary>
internal sealed class GatewayMetrics
{
    private readonly Counter<long> _hits;
    private readonly Counter<long> _unknownClients;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _folded;

    public GatewayMetrics(IMeterFactory meters, DeliveryLedger ledger, HitQueue queue, Outbox outbox, ProxyWatch proxies, VisitorWishes wishes)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _hits = meter.CreateCounter<long>("affluence.gateway.hits", "{hit}", "Hits by kind and outcome, as they were sorted into buckets.");
        _unknownClients = meter.CreateCounter<long>(
            "affluence.gateway.unknown_clients", "{hit}", "Hits whose client a trusted proxy named in no form of an address.");
        _rejected = meter.CreateCounter<long>(
            "affluence.gateway.rejected_requests", "{request}", "Malformed requests, answered 4xx or 5xx before the site and never counted as hits.");
        _shed = meter.CreateCounter<long>(
            "affluence.gateway.shed_requests", "{request}", "Requests that the gateway refused to protect the site, by why. They are hits.");

        _folded = meter.CreateCounter<long>(
            "affluence.gateway.folded_page_views",
            "{page_view}",
            "Page views whose visitor was one too many of his network: somebody invents user agents, or VisitorsPerNetwork is too low for a large network.");

        meter.CreateObservableCounter(
            "affluence.gateway.anonymous_page_views",
            () => wishes.PageViews,
            "{page_view}",
            "Page views whose visitor asked not to be told apart, which is honoured: they count, and he is among no visitors.");
        meter.CreateObservableGauge(
            "affluence.gateway.page_views.top_addresses_share",
            () => proxies.TopShare is { } share ? new Measurement<double>[] { new(share) } : [],
            "1",
            "Share of the last 1,000 page views that came from the three most frequent addresses.");
        meter.CreateObservableCounter("affluence.gateway.hits.seen", () => ledger.Read().Seen, "{hit}", "Hits that were captured since the start.");
        meter.CreateObservableCounter(
            "affluence.gateway.hits.recovered", () => ledger.Read().Recovered, "{hit}", "Hits of earlier processes that were found in the spool.");
        meter.CreateObservableCounter(
            "affluence.gateway.hits.acknowledged", () => ledger.Read().Acknowledged, "{hit}", "Hits that the counter has taken.");
        meter.CreateObservableCounter(
            "affluence.gateway.hits.dropped",
            () => ledger.Read().Dropped.Select(drop => new Measurement<long>(drop.Value, new KeyValuePair<string, object?>("reason", NameOf(drop.Key)))),
            "{hit}",
            "Hits that were given up, by why.");
        meter.CreateObservableUpDownCounter(
            "affluence.gateway.hits.pending",
            () => ledger.Read().Stages.Select(stage => new Measurement<long>(stage.Value, new KeyValuePair<string, object?>("stage", NameOf(stage.Key)))),
            "{hit}",
            "Hits that are on their way to the counter, by how far they are.");
        meter.CreateObservableUpDownCounter(
            "affluence.gateway.hits.unaccounted", () => ledger.Read().Unaccounted, "{hit}", "0, unless the gateway has lost hits or made some up.");
        meter.CreateObservableUpDownCounter("affluence.gateway.queue.length", () => queue.Count, "{hit}", "Hits that wait to be flushed.");
        meter.CreateObservableUpDownCounter("affluence.gateway.outbox.batches", () => outbox.Status.Owed, "{batch}", "Batches that the counter has not taken yet.");
        meter.CreateObservableUpDownCounter(
            "affluence.gateway.outbox.kept_batches", () => outbox.Status.Kept, "{batch}", "Acknowledged, and kept in case the store forgets.");
        meter.CreateObservableUpDownCounter("affluence.gateway.outbox.size", () => outbox.Status.Bytes, "By", "What the outbox holds, on disk or in memory.");
        meter.CreateObservableUpDownCounter(
            "affluence.gateway.spool.unusable", () => outbox.Status.Trouble is null ? 0 : 1, "{spool}", "1 while batches are kept in memory alone.");
    }

    public void HitCounted(in Hit hit)
    {
        if (_hits.Enabled)
        {
            _hits.Add(1, new("kind", NameOf(hit.Kind)), new("outcome", NameOf(hit.Outcome)));
        }

        if (hit.Address is null)
        {
            _unknownClients.Add(1);
        }
    }

    public void RequestRejected(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void PageViewFolded() => _folded.Add(1);

    public void RequestShed(string reason) => _shed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static string NameOf(HitKind kind) => kind switch
    {
        HitKind.PageView => "page_view",
        HitKind.Probe => "probe",
        HitKind.Bot => "bot",
        _ => "other",
    };

    private static string NameOf(HitOutcome outcome) => outcome switch
    {
        HitOutcome.Served => "served",
        HitOutcome.OriginError => "origin_error",
        HitOutcome.Timeout => "timeout",
        HitOutcome.Unreachable => "unreachable",
        HitOutcome.Shed => "shed",
        HitOutcome.Waiting => "waiting",
        _ => "client_gone",
    };

    private static string NameOf(HitStage stage) => stage switch
    {
        HitStage.Queued => "queued",
        HitStage.Waiting => "waiting",
        HitStage.Sealed => "sealed",
        HitStage.Held => "held",
        HitStage.Spooled => "spooled",
        _ => "in_flight",
    };

    private static string NameOf(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "queue_full",
        DropReason.SpoolFull => "spool_full",
        DropReason.TooOld => "too_old",
        DropReason.SpoolLost => "spool_lost",
        DropReason.Rejected => "rejected",
        DropReason.NoIdentity => "no_identity",
        _ => "shutdown",
    };
}
