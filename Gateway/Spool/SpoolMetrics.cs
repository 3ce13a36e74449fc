using System.Diagnostics.Metrics;

namespace Affluence.Gateway.Spool;

/// <summary>What writing to the spool costs, and how often it fails.</summary>
internal sealed class SpoolMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _resent;
    private readonly Counter<long> _storeChanges;

    public SpoolMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _duration = meter.CreateHistogram<double>(
            "affluence.gateway.spool.write.duration", "s", "Time to write one flush to disk; with error.type, those that could not be written.");
        _resent = meter.CreateCounter<long>(
            "affluence.gateway.batches.resent", "{batch}", "Buckets sent once more, since the store may have lost what it had acknowledged.");
        _storeChanges = meter.CreateCounter<long>("affluence.gateway.store_changes", "{change}", "How often the store lost its memory.");
    }

    public void Written(TimeSpan duration) => _duration.Record(duration.TotalSeconds);

    public void Failed(TimeSpan duration, string errorType) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("error.type", errorType));

    public void Resent() => _resent.Add(1);

    public void StoreChanged() => _storeChanges.Add(1);
}
