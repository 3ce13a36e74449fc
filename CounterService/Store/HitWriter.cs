using Affluence.Counter.Admission;
using Affluence.Counter.Recording;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Puts records into the store. Every step is a union or a maximum, so any part of it may happen twice, late or not at all.</summary>
/// <remarks>
/// The order lets a reader see no figure that a half-written record makes wrong: totals before sketches (so that there are never more
/// visitors than page views), sketches before the index that names them, everything before the journal. The minute is touched at both ends.
/// </remarks>
internal sealed class HitWriter(
    StoreConnection connection,
    TouchedMinutes touched,
    SourceJournal sources,
    SourceRetraction retraction,
    IOptions<CounterOptions> options,
    TimeProvider timeProvider)
{
    private readonly Retention _minutes = new(options.Value.MinuteRetention);
    private readonly Retention _buckets = new(options.Value.BucketRetention);

    /// <summary>Adds a record and returns the name of the memory that now holds it.</summary>
    /// <remarks>
    /// The memory is read before the first step and after the last. If it is another, somebody cleared the store in between, with what was
    /// written until then: the new memory must not be said to hold the record, of which it has the end alone.
    /// </remarks>
    /// <exception cref="StoreException">The store failed; part of the record may have been added.</exception>
    /// <exception cref="SourceRetractedException">Its source is retracted.</exception>
    public async Task<string> AddAsync(HitRecord record, CancellationToken cancellationToken)
    {
        var traits = await connection.GetTraitsAsync(cancellationToken);
        var (loss, before) = await PrepareAsync(record, cancellationToken);
        await AddTotalsAsync(record, loss, cancellationToken);
        var sketches = await AddVisitorsAsync(record, cancellationToken);
        var memory = await NameSketchesAsync(record, sketches, cancellationToken);
        return memory == before
            ? StoreConnection.ComposeStoreId(memory, traits)
            : throw new StoreException(StoreFault.Unavailable, "the store lost its memory while the record was written");
    }

    /// <summary>Renews what has to be, and finds out whether this record comes after what it belongs to has expired or was lost.</summary>
    /// <remarks>
    /// A minute that was first written to lately can't have expired. The store lost it, by a failover say, and it will be whole again, since
    /// writers send again what they had acknowledged (<see cref="Retention.Resent"/>). Or it is being written for the first time: on a cluster
    /// the journal may answer later than the index that it is compared with.
    /// </remarks>
    private async Task<(Loss Loss, RedisValue Memory)> PrepareAsync(HitRecord record, CancellationToken cancellationToken)
    {
        var bucket = record.Bucket;
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var memory = StoreMemory.Read(pipeline);
        var minuteFirstWritten = pipeline.Add(store => store.SortedSetScoreAsync(
            StoreKeys.Journal(StoreKeys.HourOf(bucket.Minute)), bucket.Minute, CommandFlags.DemandMaster));
        var minuteExists = pipeline.Add(store => store.KeyExistsAsync(StoreKeys.MinuteIndex(bucket.Minute), CommandFlags.DemandMaster));
        var bucketWasWritten = pipeline.Add(store => store.SetContainsAsync(
            StoreKeys.MinuteIndex(bucket.Minute), IndexMark.WrittenBucket(bucket.OffsetInMinute), CommandFlags.DemandMaster));
        var bucketExists = pipeline.Add(store => store.KeyExistsAsync(StoreKeys.BucketIndex(bucket), CommandFlags.DemandMaster));
        var minuteLease = pipeline.Add(store =>
            store.StringSetAsync(StoreKeys.MinuteLease(bucket.Minute), 1, _minutes.Lease, When.NotExists));
        var bucketLease = pipeline.Add(store =>
            store.StringSetAsync(StoreKeys.BucketLease(bucket), 1, _buckets.Lease, When.NotExists));
        var isRetracted = record.Source is { } source ? sources.Write(pipeline, source, bucket.Minute) : null;
        await pipeline.ExecuteAsync(cancellationToken);
        if (isRetracted is not null && await isRetracted)
        {
            throw new SourceRetractedException();
        }

        if (await minuteLease)
        {
            // Now and then is often enough.
            var trim = await connection.OpenPipelineAsync(cancellationToken);
            touched.Trim(trim);
            await trim.ExecuteAsync(cancellationToken);
        }

        if (await minuteLease && await minuteExists)
        {
            await RenewAsync(
                StoreKeys.MinuteIndex(bucket.Minute), sketch => StoreKeys.MinuteSketch(sketch, bucket.Minute), _minutes, cancellationToken);
        }

        if (await bucketLease && await bucketExists)
        {
            await RenewAsync(StoreKeys.BucketIndex(bucket), sketch => StoreKeys.BucketSketch(sketch, bucket), _buckets, cancellationToken);
        }

        var unlessResent = (timeProvider.GetUtcNow() - Retention.Resent).ToUnixTimeMilliseconds();
        var loss = new Loss(
            Minute: await minuteFirstWritten < unlessResent && !await minuteExists,
            Bucket: await bucketWasWritten && !await bucketExists);
        return (loss, await memory);
    }

    private async Task RenewAsync(
        RedisKey index, Func<SketchName, RedisKey> keyOf, Retention retention, CancellationToken cancellationToken)
    {
        var read = await connection.OpenPipelineAsync(cancellationToken);
        var members = read.Add(store => store.SetMembersAsync(index, CommandFlags.DemandMaster));
        await read.ExecuteAsync(cancellationToken);

        var renew = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var member in await members)
        {
            if (SketchName.TryParse(member, out var sketch))
            {
                _ = renew.Add(store => store.KeyExpireAsync(keyOf(sketch), retention.Content));
            }
        }

        await renew.ExecuteAsync(cancellationToken);
    }

    private async Task AddTotalsAsync(HitRecord record, Loss loss, CancellationToken cancellationToken)
    {
        var bucket = record.Bucket;
        var writer = $"{record.Writer}{SourceSuffix.Of(record.Source)}";
        var totals = StoreKeys.Totals(bucket.Minute);
        var minuteIndex = StoreKeys.MinuteIndex(bucket.Minute);
        var bucketIndex = StoreKeys.BucketIndex(bucket);
        SortedSetEntry[] entries =
        [
            new(TotalsMember.HeartbeatOf(bucket.OffsetInMinute, writer), record.Networks is null ? 0 : TotalsMember.TellsNetworks),
            .. record.Countries.SelectMany(country => country.Totals.Select(total => new SortedSetEntry(
                TotalsMember.Of(bucket.OffsetInMinute, country.Country, total.Measure, writer), total.Value))),
            .. Unless0(TotalsMember.DroppedHitsOf(bucket.OffsetInMinute, writer), record.DroppedHits),
            .. Unless0(TotalsMember.FoldedPageViewsOf(bucket.OffsetInMinute, writer), record.FoldedPageViews),
        ];
        RedisValue[] minuteMarks = [IndexMark.Written, IndexMark.WrittenBucket(bucket.OffsetInMinute)];

        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        touched.Touch(pipeline, bucket.Minute);
        _ = pipeline.Add(store => store.SortedSetAddAsync(totals, entries, SortedSetWhen.GreaterThan));
        _ = pipeline.Add(store => store.KeyExpireAsync(totals, _minutes.Content));
        _ = pipeline.Add(store => store.SetAddAsync(bucketIndex, loss.Bucket ? [IndexMark.Written, IndexMark.Incomplete] : [IndexMark.Written]));
        _ = pipeline.Add(store => store.KeyExpireAsync(bucketIndex, _buckets.Index));
        _ = pipeline.Add(store => store.SetAddAsync(minuteIndex, loss.Minute ? [.. minuteMarks, IndexMark.Incomplete] : minuteMarks));
        _ = pipeline.Add(store => store.KeyExpireAsync(minuteIndex, _minutes.Index));
        foreach (var (country, room) in record.Countries.SelectMany(country => country.Room.Select(room => (country.Country, room))))
        {
            ArrivalFigures.Add(pipeline, record.Writer, bucket, country, room);
        }

        await pipeline.ExecuteAsync(cancellationToken);

        static IEnumerable<SortedSetEntry> Unless0(RedisValue member, long total) => total == 0 ? [] : [new(member, total)];
    }

    private async Task<RedisValue[]> AddVisitorsAsync(HitRecord record, CancellationToken cancellationToken)
    {
        var names = new List<RedisValue>();
        var source = record.Source?.ToString();
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        AddClass(CountryCode.Unknown, VisitorClass.ServedNetworks, record.Networks ?? []);
        foreach (var country in record.Countries)
        {
            AddClass(country.Country, VisitorClass.Served, country.Served);
            AddClass(country.Country, VisitorClass.Refused, country.Refused);
            foreach (var cause in country.RefusedByCause)
            {
                AddClass(country.Country, cause.Class, cause.Visitors);
            }
        }

        await pipeline.ExecuteAsync(cancellationToken);
        return [.. names];

        void AddClass(CountryCode country, VisitorClass visitorClass, IReadOnlyList<VisitorId> visitors)
        {
            foreach (var (shard, elements) in SplitIntoShards(visitors))
            {
                var sketch = new SketchName(country, shard, visitorClass, record.IdentityEpoch, source);
                names.Add(sketch.ToMember());
                AddToSketch(pipeline, StoreKeys.BucketSketch(sketch, record.Bucket), elements, _buckets.Content);
                AddToSketch(pipeline, StoreKeys.MinuteSketch(sketch, record.Bucket.Minute), elements, _minutes.Content);
            }
        }
    }

    private static void AddToSketch(Pipeline pipeline, RedisKey sketch, RedisValue[] elements, TimeSpan expiry)
    {
        _ = pipeline.Add(store => store.HyperLogLogAddAsync(sketch, elements));
        _ = pipeline.Add(store => store.KeyExpireAsync(sketch, expiry));
    }

    private async Task<RedisValue> NameSketchesAsync(HitRecord record, RedisValue[] sketches, CancellationToken cancellationToken)
    {
        var bucket = record.Bucket;
        var journal = StoreKeys.Journal(StoreKeys.HourOf(bucket.Minute));
        var minuteIndex = StoreKeys.MinuteIndex(bucket.Minute);
        var bucketIndex = StoreKeys.BucketIndex(bucket);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        if (sketches.Length > 0)
        {
            _ = pipeline.Add(store => store.SetAddAsync(bucketIndex, sketches));
            _ = pipeline.Add(store => store.KeyExpireAsync(bucketIndex, _buckets.Index));
            _ = pipeline.Add(store => store.SetAddAsync(minuteIndex, sketches));
            _ = pipeline.Add(store => store.KeyExpireAsync(minuteIndex, _minutes.Index));
        }

        _ = pipeline.Add(store => store.SortedSetAddAsync(
            journal, bucket.Minute, timeProvider.GetUtcNow().ToUnixTimeMilliseconds(), SortedSetWhen.LessThan));
        _ = pipeline.Add(store => store.KeyExpireAsync(journal, Retention.Journal));
        touched.Touch(pipeline, bucket.Minute);
        var memory = StoreMemory.Read(pipeline);
        var isRetracted = record.Source is { } source ? SourceJournal.IsRetracted(pipeline, source) : null;
        await pipeline.ExecuteAsync(cancellationToken);
        if (isRetracted is not null && await isRetracted)
        {
            await RetractAsync(record, cancellationToken);
        }

        return await memory;
    }

    /// <summary>The source was retracted while the record was written: whoever did may have found nothing of it here yet.</summary>
    private async Task RetractAsync(HitRecord record, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        retraction.Mark(pipeline, record.Source!.Value, record.Bucket.Minute);
        await pipeline.ExecuteAsync(cancellationToken);
        throw new SourceRetractedException();
    }

    /// <summary>The raw hashes of each shard that has any, all of them views of one block of memory.</summary>
    private static IEnumerable<(int Shard, RedisValue[] Elements)> SplitIntoShards(IReadOnlyList<VisitorId> visitors)
    {
        if (visitors.Count == 0)
        {
            return [];
        }

        Span<int> counts = stackalloc int[VisitorId.Shards];
        for (var index = 0; index < visitors.Count; index++)
        {
            counts[visitors[index].Shard]++;
        }

        var shards = new RedisValue[VisitorId.Shards][];
        for (var shard = 0; shard < shards.Length; shard++)
        {
            shards[shard] = counts[shard] == 0 ? [] : new RedisValue[counts[shard]];
        }

        var bytes = new byte[visitors.Count * VisitorId.Size];
        for (var index = 0; index < visitors.Count; index++)
        {
            var visitor = visitors[index];
            var element = bytes.AsMemory(index * VisitorId.Size, VisitorId.Size);
            visitor.Write(element.Span);
            shards[visitor.Shard][--counts[visitor.Shard]] = element;
        }

        return shards.Index().Where(shard => shard.Item.Length > 0);
    }

    private readonly record struct Loss(bool Minute, bool Bucket);
}
