using Affluence.Counter.Recording;

namespace Affluence.Counter.Windows;

/// <summary>What the store knows of a window, before anything is summed.</summary>
/// <param name="Shards">One entry per country and shard that has a sketch.</param>
/// <param name="Totals">Every running total of a bucket inside the window.</param>
/// <param name="Heartbeats">Which writer recorded which bucket inside the window.</param>
/// <param name="DroppedHits">Hits inside the window that its writers gave up.</param>
/// <param name="FoldedPageViews">Page views inside the window whose visitor was one too many of his network.</param>
/// <param name="StoreId">Names the memory of the store.</param>
internal sealed record WindowReading(
    IReadOnlyList<ShardCount> Shards,
    IReadOnlyList<StoredTotal> Totals,
    IReadOnlyList<Heartbeat> Heartbeats,
    long DroppedHits,
    long FoldedPageViews,
    string StoreId)
{
    /// <summary>Sources that recorded something in its minutes and are retracted.</summary>
    public int RetractedSources { get; init; }
}

/// <summary>Estimates for one country and shard.</summary>
/// <param name="Country">The country.</param>
/// <param name="Served">|served|.</param>
/// <param name="Refused">|refused|.</param>
/// <param name="Union">|served ∪ refused|; equal to <paramref name="Served"/> where nobody was refused.</param>
internal readonly record struct ShardCount(CountryCode Country, long Served, long Refused, long Union)
{
    /// <summary>One entry per cause that anybody met.</summary>
    public IReadOnlyList<CauseCount> Causes { get; init; } = [];

    /// <summary>|networks|, of whichever country: they stand under ZZ.</summary>
    public long Networks { get; init; }

    /// <summary>Without any, there are but networks here.</summary>
    public bool HasVisitors => Served > 0 || Refused > 0;

    /// <summary>Two estimates of nearly the same set may differ either way: their difference is never told below zero.</summary>
    public long TurnedAway => Math.Max(0, Union - Served);
}

/// <summary>Estimates for one cause in one country and shard.</summary>
/// <param name="Class">The cause.</param>
/// <param name="Refused">|refused for this cause|.</param>
/// <param name="Union">|served ∪ refused for this cause|.</param>
internal readonly record struct CauseCount(VisitorClass Class, long Refused, long Union);

internal readonly record struct StoredTotal(CountryCode Country, Measure Measure, long Value);

/// <param name="Writer">Was there.</param>
/// <param name="Bucket">Then.</param>
/// <param name="TellsNetworks">And told the networks of the bucket.</param>
internal readonly record struct Heartbeat(string Writer, Bucket Bucket, bool TellsNetworks);
