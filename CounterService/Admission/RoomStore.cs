using System.Buffers.Binary;
using Affluence.Admission;
using Affluence.Counter.Store;
using StackExchange.Redis;

namespace Affluence.Counter.Admission;

/// <summary>What the store has of the waiting room. Every write is a union or a maximum, so any part of it may happen twice, late or not at all.</summary>
internal sealed class RoomStore(StoreConnection connection, TimeProvider time)
{
    /// <summary>Buckets in which a pass counts as inside: the one that runs and the minute before it.</summary>
    private const int InsideBuckets = 7;

    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StepMemory = TimeSpan.FromMinutes(10);

    /// <exception cref="StoreException">The store failed; part may have been written.</exception>
    public async Task WriteAsync(RoomReport report, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        Write(pipeline, report.Known, now);
        foreach (var (bucket, load) in report.Loads)
        {
            var key = RoomKeys.Load(bucket.Number);
            SortedSetEntry[] totals = [new($"a{report.Writer}", load.Asked), new($"h{report.Writer}", load.Held), new($"s{report.Writer}", load.Shed)];
            _ = pipeline.Add(store => store.SortedSetAddAsync(key, totals, SortedSetWhen.GreaterThan));
            _ = pipeline.Add(store => store.KeyExpireAsync(key, Expiry));
        }

        var period = PeriodOf(now);
        foreach (var (slot, tickets) in report.Waiting)
        {
            Add(pipeline, RoomKeys.Waiting(period, slot.Number), tickets);
            _ = pipeline.Add(store => store.SetAddAsync(RoomKeys.WaitingSlots(period), slot.Number));
            _ = pipeline.Add(store => store.KeyExpireAsync(RoomKeys.WaitingSlots(period), Expiry));
        }

        if (report.Inside.Count > 0)
        {
            var bucket = Bucket.Of(now).Number;
            for (var end = bucket; end < bucket + InsideBuckets; end++)
            {
                Add(pipeline, RoomKeys.Inside(end), report.Inside);
            }
        }

        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <exception cref="StoreException">The store failed; part may have been written.</exception>
    public async Task WriteAsync(RoomState state, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        Write(pipeline, state, time.GetUtcNow());
        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <exception cref="StoreException">The store failed, or holds something else.</exception>
    public async Task<(RoomState State, AdmissionReading Reading)> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (period, bucket) = (PeriodOf(now), Bucket.Of(now).Number);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var since = pipeline.Add(store => store.StringGetAsync(RoomKeys.Since, CommandFlags.DemandMaster));
        var instants = pipeline.Add(store => store.SortedSetRangeByRankWithScoresAsync(RoomKeys.Instants, flags: CommandFlags.DemandMaster));
        var order = pipeline.Add(store => store.SortedSetRangeByRankWithScoresAsync(RoomKeys.Orders, -1, -1, flags: CommandFlags.DemandMaster));
        var steps = pipeline.Add(store => store.SortedSetRangeByRankWithScoresAsync(RoomKeys.Steps, flags: CommandFlags.DemandMaster));
        var last = ReadLoad(pipeline, bucket - 1);
        var current = ReadLoad(pipeline, bucket);
        var inside = pipeline.Add(store => store.HyperLogLogLengthAsync(RoomKeys.Inside(bucket), CommandFlags.DemandMaster));
        var slotsBefore = pipeline.Add(store => store.SetMembersAsync(RoomKeys.WaitingSlots(period - 1), CommandFlags.DemandMaster));
        var slotsNow = pipeline.Add(store => store.SetMembersAsync(RoomKeys.WaitingSlots(period), CommandFlags.DemandMaster));
        await pipeline.ExecuteAsync(cancellationToken);

        var state = StateOf(await instants, await order, await steps);
        var waiting = state.IsOpen ? await CountAsync(period, Bucket.Of(state.Frontier), [.. await slotsBefore, .. await slotsNow], cancellationToken) : [];
        return (state, new AdmissionReading
        {
            Inside = (int)await inside,
            LastLoad = LoadOf(await last),
            CurrentLoad = LoadOf(await current),
            Waiting = waiting,
            WaitingSince = DateTimeOffset.UnixEpoch + (PollInterval.Presence * (period - 1)),
            KnownSince = RoomMembers.Instant((long)await since),
            Steps = StepsOf(await steps, now - WaitForecast.Memory),
        });
    }

    private static void Write(Pipeline pipeline, RoomState state, DateTimeOffset now)
    {
        _ = pipeline.Add(store => store.StringSetAsync(RoomKeys.Since, RoomMembers.Milliseconds(now), when: When.NotExists));
        SortedSetEntry[] instants =
        [
            new(RoomMembers.Frontier, RoomMembers.Milliseconds(state.Frontier)),
            new(RoomMembers.Opened, RoomMembers.Milliseconds(state.OpenedAt)),
            new(RoomMembers.Closed, RoomMembers.Milliseconds(state.ClosedAt)),
        ];
        _ = pipeline.Add(store => store.SortedSetAddAsync(RoomKeys.Instants, instants, SortedSetWhen.GreaterThan));
        if (state.Order != RoomOrder.None)
        {
            _ = pipeline.Add(store => store.SortedSetAddAsync(RoomKeys.Orders, [RoomMembers.Of(state.Order)], SortedSetWhen.GreaterThan));
        }

        if (state.Step != AdmissionStep.None)
        {
            var oldest = Math.Min(state.Step.Second, now.ToUnixTimeSeconds()) - (long)StepMemory.TotalSeconds;
            _ = pipeline.Add(store => store.SortedSetAddAsync(RoomKeys.Steps, [RoomMembers.Of(state.Step)], SortedSetWhen.GreaterThan));
            _ = pipeline.Add(store => store.SortedSetRemoveRangeByScoreAsync(RoomKeys.Steps, double.NegativeInfinity, oldest, Exclude.Stop));
        }
    }

    private static void Add(Pipeline pipeline, RedisKey sketch, IReadOnlyList<ulong> ids)
    {
        var elements = new RedisValue[ids.Count];
        for (var index = 0; index < elements.Length; index++)
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ids[index]);
            elements[index] = bytes;
        }

        _ = pipeline.Add(store => store.HyperLogLogAddAsync(sketch, elements));
        _ = pipeline.Add(store => store.KeyExpireAsync(sketch, Expiry));
    }

    /// <summary>
    /// Who is there, by slot of arrival. Everybody asks at least once in a half minute, so the one that is over has them all, but for those who came since; the
    /// larger of the two is taken in place of their union.
    /// </summary>
    private async Task<IReadOnlyList<ArrivalCount>> CountAsync(long period, Bucket first, RedisValue[] slots, CancellationToken cancellationToken)
    {
        long[] numbers = [.. slots.Select(slot => (long)slot).Distinct().Where(slot => slot >= first.Number).Order()];
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var counts = Array.ConvertAll(numbers, slot => (
            Before: pipeline.Add(store => store.HyperLogLogLengthAsync(RoomKeys.Waiting(period - 1, slot), CommandFlags.DemandMaster)),
            Now: pipeline.Add(store => store.HyperLogLogLengthAsync(RoomKeys.Waiting(period, slot), CommandFlags.DemandMaster))));
        await pipeline.ExecuteAsync(cancellationToken);

        var waiting = new List<ArrivalCount>(numbers.Length);
        foreach (var (index, count) in counts.Index())
        {
            waiting.Add(new ArrivalCount(Bucket.FromNumber(numbers[index]), (int)Math.Max(await count.Before, await count.Now)));
        }

        return waiting;
    }

    private static Task<SortedSetEntry[]> ReadLoad(Pipeline pipeline, long bucket) =>
        pipeline.Add(store => store.SortedSetRangeByRankWithScoresAsync(RoomKeys.Load(bucket), flags: CommandFlags.DemandMaster));

    private static SiteLoad LoadOf(SortedSetEntry[] totals)
    {
        return new SiteLoad(Sum('a'), Sum('h'), Sum('s'));

        long Sum(char measure) => totals.Where(total => total.Element.ToString()[0] == measure).Sum(total => (long)total.Score);
    }

    private static RoomState StateOf(SortedSetEntry[] instants, SortedSetEntry[] order, SortedSetEntry[] steps)
    {
        return new RoomState
        {
            Frontier = Of(RoomMembers.Frontier),
            OpenedAt = Of(RoomMembers.Opened),
            ClosedAt = Of(RoomMembers.Closed),
            Order = order is [var last] ? RoomMembers.ReadOrder(last) : RoomOrder.None,
            Step = steps is [.., var newest] ? RoomMembers.ReadStep(newest) : AdmissionStep.None,
        };

        DateTimeOffset Of(RedisValue name) => RoomMembers.Instant((long)instants.FirstOrDefault(instant => instant.Element == name).Score);
    }

    /// <summary>The larger of those of one second comes last, and stands.</summary>
    private static AdmissionStep[] StepsOf(SortedSetEntry[] entries, DateTimeOffset oldest) =>
        [.. entries.Where(entry => entry.Score > oldest.ToUnixTimeSeconds()).Select(entry => RoomMembers.ReadStep(entry)).GroupBy(step => step.Second).Select(second => second.Last())];

    private static long PeriodOf(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / PollInterval.Presence.Ticks;
}
