using Affluence.Counter.Windows;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Reads windows: first which sketches there are, then what they count, and last the totals.</summary>
/// <remarks>
/// Writers go the other way round, so a record that arrives in between shows page views without its visitors, never the reverse. Each step
/// waits for the one before, since the servers of a cluster answer in no order.
/// </remarks>
internal sealed class WindowReader(StoreConnection connection, IOptions<CounterOptions> options)
{
    private readonly CounterOptions _options = options.Value;

    /// <summary>Reads what one identity's window holds; or, with no reading, why that can't be told any more.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<(WindowReading? Reading, WindowGap? Gap)> ReadAsync(
        TimeWindow window, int identityEpoch, CancellationToken cancellationToken)
    {
        var traits = await connection.GetTraitsAsync(cancellationToken);
        MinutePart[] parts = [.. window.Minutes()];
        var indexes = await ReadIndexesAsync(parts, cancellationToken);
        if (FindGap(indexes) is { } missing)
        {
            return (null, missing);
        }

        var shards = ShardSketches.Group(indexes, identityEpoch);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var counts = shards.ConvertAll(shard => shard.Count(pipeline, traits.CountsUnions));

        // Asked after the counts: what is there now was there then. An index outlives nothing it names, but a store that evicts may have
        // taken a sketch, which would count as nobody.
        var present = shards.ConvertAll(shard => pipeline.Add(store => store.KeyExistsAsync(shard.Keys, CommandFlags.DemandMaster)));
        await pipeline.ExecuteAsync(cancellationToken);

        var last = await connection.OpenPipelineAsync(cancellationToken);
        var totals = Array.ConvertAll(parts, part => last.Add(store =>
            store.SortedSetRangeByRankWithScoresAsync(StoreKeys.Totals(part.Minute), flags: CommandFlags.DemandMaster)));
        var memory = StoreMemory.Read(last);
        await last.ExecuteAsync(cancellationToken);
        if (await connection.InspectAsync(cancellationToken) != traits)
        {
            // Who took over in between may lack what the name of the memory promises.
            throw new StoreException(StoreFault.Unavailable, "the servers of the store changed while it was read");
        }

        var shardCounts = new List<ShardCount>(shards.Count);
        for (var index = 0; index < shards.Count; index++)
        {
            if (await present[index] < shards[index].Keys.Length)
            {
                return (null, WindowGap.OfSketch(_options.MinuteRetention));
            }

            shardCounts.Add(await counts[index].ReadAsync());
        }

        var sums = new TotalsReading();
        for (var index = 0; index < parts.Length; index++)
        {
            var entries = await totals[index];
            if (indexes[index].MinuteIsKnown && entries.Length == 0)
            {
                return (null, WindowGap.OfMinute(parts[index].Start, _options.MinuteRetention));
            }

            sums.Add(parts[index], entries, indexes[index].RetractedSources);
        }

        return (
            new WindowReading(
                shardCounts,
                sums.Totals,
                sums.Heartbeats,
                sums.DroppedHits,
                sums.FoldedPageViews,
                StoreConnection.ComposeStoreId(await memory, traits))
            {
                RetractedSources = indexes.SelectMany(index => index.RetractedSources).Distinct().Count(),
            },
            null);
    }

    private async Task<MinuteIndexes[]> ReadIndexesAsync(MinutePart[] parts, CancellationToken cancellationToken)
    {
        var journal = await ReadJournalAsync(parts, cancellationToken);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var minutes = Array.ConvertAll(parts, part => pipeline.Add(store =>
            store.SetMembersAsync(StoreKeys.MinuteIndex(part.Minute), CommandFlags.DemandMaster)));
        var edges = Array.ConvertAll(parts, part => EdgeBuckets(part).ToDictionary(
            bucket => bucket,
            bucket => pipeline.Add(store => store.SetMembersAsync(StoreKeys.BucketIndex(bucket), CommandFlags.DemandMaster))));
        await pipeline.ExecuteAsync(cancellationToken);

        var indexes = new MinuteIndexes[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            var buckets = new List<BucketIndex>();
            foreach (var (bucket, members) in edges[index])
            {
                buckets.Add(new BucketIndex(bucket, await members));
            }

            indexes[index] = new MinuteIndexes(
                parts[index], journal.Contains(parts[index].Minute), await minutes[index], buckets);
        }

        return indexes;
    }

    /// <summary>The minutes of these hours that were ever written to.</summary>
    private async Task<HashSet<RedisValue>> ReadJournalAsync(MinutePart[] parts, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var hours = parts.Select(part => StoreKeys.HourOf(part.Minute)).Distinct()
            .Select(hour => pipeline.Add(store =>
                store.SortedSetRangeByRankAsync(StoreKeys.Journal(hour), flags: CommandFlags.DemandMaster)))
            .ToArray();
        await pipeline.ExecuteAsync(cancellationToken);
        return [.. (await Task.WhenAll(hours)).SelectMany(minutes => minutes)];
    }

    private static IEnumerable<Bucket> EdgeBuckets(MinutePart part) => part.IsWhole
        ? []
        : Enumerable.Range(part.FirstOffset, part.EndOffset - part.FirstOffset).Select(part.BucketAt);

    private WindowGap? FindGap(MinuteIndexes[] indexes)
    {
        foreach (var index in indexes)
        {
            if (index.MinuteIsLost)
            {
                return WindowGap.OfMinute(index.Part.Start, _options.MinuteRetention);
            }

            if (index.FirstLostBucket is { } bucket)
            {
                return WindowGap.OfBucket(bucket, _options.BucketRetention);
            }
        }

        return null;
    }
}
