using System.Diagnostics.Metrics;
using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache;

/// <summary>What became of requests at the cache.</summary>
internal enum CacheResult
{
    Hit,
    Stale,
    Collapsed,
    Validated,
    Miss,
    Pass,
}

/// <summary>What the cache does, and how much it holds.</summary>
internal sealed class CacheMetrics
{
    private static readonly string[] Names = [.. Enum.GetNames<CacheResult>().Select(name => name.ToLowerInvariant())];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _purged;
    private readonly long[] _counts = new long[Names.Length];

    public CacheMetrics(IMeterFactory meters, ResponseStore store)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _requests = meter.CreateCounter<long>(
            "affluence.gateway.cache.requests",
            "{request}",
            "Requests by what the cache did: hit and stale asked nobody, collapsed waited for another's, validated and miss asked the site, pass is none of its business.");
        _purged = meter.CreateCounter<long>("affluence.gateway.cache.purged", "{entry}", "Answers that an operator's purge took out of the cache.");
        meter.CreateObservableUpDownCounter("affluence.gateway.cache.size", () => store.Bytes, "By", "Memory of the stored answers, of Gateway:Cache:Bytes.");
        meter.CreateObservableUpDownCounter("affluence.gateway.cache.entries", () => store.Count, "{entry}", "Answers that are stored.");
        meter.CreateObservableCounter("affluence.gateway.cache.evictions", () => store.Evicted, "{entry}", "Answers that had to make room for others.");
    }

    /// <summary>How often it was this since the start.</summary>
    public long CountOf(CacheResult result) => Interlocked.Read(ref _counts[(int)result]);

    public void Purged(int entries) => _purged.Add(entries);

    public void Counted(CacheResult result)
    {
        Interlocked.Increment(ref _counts[(int)result]);
        if (_requests.Enabled)
        {
            _requests.Add(1, new KeyValuePair<string, object?>("result", Names[(int)result]));
        }
    }
}
