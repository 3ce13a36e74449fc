using System.Globalization;
using Affluence.Counter.Purges;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Keeps the purges of the gateways' caches: one growing time for each scope and path, so that any part of it may happen twice, late or not at all.</summary>
/// <remarks>
/// They are bounded without an expiry, since a gateway may be away for any time. A purge of everything makes all before it needless; and when there
/// are too many, the oldest half becomes one of everything, at the time of its newest: gateways then ask the site for more than they must, and never
/// give what was purged.
/// </remarks>
internal sealed class PurgeStore(StoreConnection connection)
{
    public const int Most = 1_000;

    /// <returns>Names the memory that now holds them.</returns>
    /// <exception cref="StoreException">The store failed; some may have been noted.</exception>
    public async Task<string> AddAsync(IReadOnlyList<NotedPurge> purges, CancellationToken cancellationToken)
    {
        var traits = await connection.GetTraitsAsync(cancellationToken);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var memory = StoreMemory.Read(pipeline);
        Note(pipeline, purges);
        var count = pipeline.Add(store => store.SortedSetLengthAsync(StoreKeys.Purges, flags: CommandFlags.DemandMaster));
        await pipeline.ExecuteAsync(cancellationToken);
        if (await count > Most)
        {
            await FoldAsync(cancellationToken);
        }

        return StoreConnection.ComposeStoreId(await memory, traits);
    }

    /// <summary>The purges that hold, unless the caller knows them.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<PurgeList> ListAsync(string knownStoreId, string knownVersion, CancellationToken cancellationToken)
    {
        var traits = await connection.GetTraitsAsync(cancellationToken);
        var first = await connection.OpenPipelineAsync(cancellationToken);
        var memory = StoreMemory.Read(first);
        var count = first.Add(store => store.StringGetAsync(StoreKeys.PurgeVersion, CommandFlags.DemandMaster));
        await first.ExecuteAsync(cancellationToken);
        var storeId = StoreConnection.ComposeStoreId(await memory, traits);
        var version = ((long)await count).ToString(CultureInfo.InvariantCulture);
        if (storeId == knownStoreId && version == knownVersion)
        {
            return new PurgeList(storeId, version, null);
        }

        // Read after the version: what is noted in between comes once more with the next.
        var second = await connection.OpenPipelineAsync(cancellationToken);
        var entries = ReadAll(second);
        await second.ExecuteAsync(cancellationToken);
        return new PurgeList(storeId, version, [.. (await entries).Select(PurgeOf)]);
    }

    private async Task FoldAsync(CancellationToken cancellationToken)
    {
        var read = await connection.OpenPipelineAsync(cancellationToken);
        var entries = ReadAll(read);
        await read.ExecuteAsync(cancellationToken);
        var oldest = (await entries).OrderBy(entry => entry.Score).SkipLast(Most / 2).Select(entry => PurgeOf(entry).At).ToList();
        if (oldest.Count > 0)
        {
            var fold = await connection.OpenPipelineAsync(cancellationToken);
            Note(fold, [new NotedPurge(PurgeScope.All, string.Empty, oldest[^1].AddMilliseconds(1))]);
            await fold.ExecuteAsync(cancellationToken);
        }
    }

    private static void Note(Pipeline pipeline, IReadOnlyList<NotedPurge> purges)
    {
        SortedSetEntry[] entries = [.. purges.Select(purge => new SortedSetEntry($"{(char)purge.Scope}{purge.Path}", purge.At.ToUnixTimeMilliseconds()))];
        _ = pipeline.Add(store => store.SortedSetAddAsync(StoreKeys.Purges, entries, SortedSetWhen.GreaterThan));
        if (purges.Any(purge => purge.Scope == PurgeScope.All))
        {
            var needless = purges.Where(purge => purge.Scope == PurgeScope.All).Max(purge => purge.At).ToUnixTimeMilliseconds();
            _ = pipeline.Add(store => store.SortedSetRemoveRangeByScoreAsync(StoreKeys.Purges, double.NegativeInfinity, needless, Exclude.Stop));
        }

        _ = pipeline.Add(store => store.StringIncrementAsync(StoreKeys.PurgeVersion));
    }

    private static Task<SortedSetEntry[]> ReadAll(Pipeline pipeline) => pipeline.Add(store =>
        store.SortedSetRangeByRankWithScoresAsync(StoreKeys.Purges, flags: CommandFlags.DemandMaster));

    private static NotedPurge PurgeOf(SortedSetEntry entry)
    {
        var member = entry.Element.ToString();
        return new NotedPurge((PurgeScope)member[0], member[1..], DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Score));
    }
}
