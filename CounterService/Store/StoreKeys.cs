using System.Runtime.CompilerServices;
using Affluence.Counter.Recording;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Every key the counter has in its store. Nothing else builds one.</summary>
/// <remarks>
/// What stands in braces is the hash tag: keys that share it lie on one cluster slot and may be named in one command.
/// <code>
/// a1:{US:3}:s:17114:m:24640080   sketch: HyperLogLog of visitors from US in shard 3 (the three highest bits of the visitor hash), s served,
///                                r refused, 1 to 6 refused for that cause, identity epoch 17114, of the minute 24640080 since 1970;
///                                in place of visitors, of ZZ alone: n networks with a served visitor, sharded by their own hashes
/// a1:{US:3}:s:17114:b:147840485  the same of one 10 s bucket, numbered since 1970; read only at the edges of a window
/// a1:{US:3}:s:17114:m:24640080@import-1   the same of what the source import-1 recorded alone, so that it can be retracted
/// a1:{US:3}:t:&lt;guid&gt;             union being counted, on stores that can't count one in place; gone within a minute
/// a1:{m24640080}:totals          sorted set of the minute's running totals: member = offset of the bucket, country, measure, writer;
///                                score = total, written by ZADD GT. `0--hgateway-1` is a heartbeat: the writer was there in bucket 0, and
///                                tells networks if the score is 1; `0--dgateway-1` are the hits of bucket 0 that it gave up,
///                                `0--fgateway-1` the page views whose visitor was one too many of his network; of a source the
///                                writer's name ends with it, `0--hlog-1@import-1`
/// a1:{m24640080}:index           set that names the minute's sketches (`US3s17114`), with the marks `.` (written to), `.0` to `.5` (that
///                                bucket was written to), `!` (was recorded before, expired, and was written to again) and
///                                `-import-1` (what this source recorded is retracted, here and in the minute's buckets)
/// a1:{m24640080}:index:5         the same for its bucket 5: sketches and the marks `.` and `!`
/// a1:{m24640080}:lease           present while the expiry of all the minute's sketches was renewed lately
/// a1:{m24640080}:lease:5         the same for its bucket 5
/// a1:{h410668}:written           sorted set of the minutes of this hour that were ever written to: a journal, kept 30 days, by which a
///                                minute that expired is told from one that never was; score = arrival of the first write, Unix ms, written
///                                by ZADD LT
/// a1:{touched}:minutes           sorted set of the minutes written to within the retention of minutes; score = arrival of the last write,
///                                Unix ms by a counter's clock, written by ZADD GT
/// a1:{source:import-1}:minutes   set of the minutes that this source wrote to
/// a1:{source:import-1}:retracted present once it is retracted; kept 30 days, longer than any of its records may be on the way
/// a1:{store}:id                  names the memory of the store; never expires
/// a1:{identity}:sealed:17114     the secret of that identity, sealed under a key that the counter keeps elsewhere (`SealedSecret`)
/// a1:{identity}:secret:17114     32 random bytes: the same in clear, as an earlier version left it; taken in and deleted
/// a1:{identity}:epochs           sorted set of the epochs whose secret is not yet deleted for good; score = when it is due, Unix s; never expires
/// a1:{purges}:known              sorted set of what gateways are not to give any more: member = `p/en/work` a path, `x/en/` a prefix, `a`
///                                everything; score = what was stored before, Unix ms, written by ZADD GT; bounded (`PurgeStore`), never expires
/// a1:{purges}:version            counts the writes to it; never expires
/// a1:{probe}:1, :2               a small and a large sketch by which a connection finds out how the store counts unions; gone within a minute
/// </code>
/// Expiry. An index lives for the retention after the last write to its minute or bucket, and everything it names outlives it: each write
/// renews what it touches, and once per lease all the rest. So an index that exists is complete, and one that is missing or marked `!`
/// means that figures can't be told any more. (A counter that dies between an add and its EXPIRE leaves a sketch without expiry,
/// until the writer sends the record again, which it does until it is acknowledged.)
/// </remarks>
internal static class StoreKeys
{
    public static RedisKey StoreId { get; } = "a1:{store}:id";

    public static RedisKey TouchedMinutes { get; } = "a1:{touched}:minutes";

    public static RedisKey IdentityEpochs { get; } = "a1:{identity}:epochs";

    public static RedisKey Purges { get; } = "a1:{purges}:known";

    public static RedisKey PurgeVersion { get; } = "a1:{purges}:version";

    public static RedisKey[] Probes { get; } = ["a1:{probe}:1", "a1:{probe}:2"];

    public static RedisKey SealedSecret(int epoch) => Key($"a1:{{identity}}:sealed:{epoch}");

    public static RedisKey ClearSecret(int epoch) => Key($"a1:{{identity}}:secret:{epoch}");

    public static RedisKey MinuteSketch(SketchName sketch, long minute) =>
        Key($"a1:{{{sketch.Country}:{sketch.Shard}}}:{sketch.ClassLetter}:{sketch.Epoch}:m:{minute}{SourceSuffix.Of(sketch.Source)}");

    public static RedisKey BucketSketch(SketchName sketch, Bucket bucket) =>
        Key($"a1:{{{sketch.Country}:{sketch.Shard}}}:{sketch.ClassLetter}:{sketch.Epoch}:b:{bucket.Number}{SourceSuffix.Of(sketch.Source)}");

    public static RedisKey TemporaryUnion(CountryCode country, int shard) => Key($"a1:{{{country}:{shard}}}:t:{Guid.NewGuid():N}");

    public static RedisKey Totals(long minute) => Key($"a1:{{m{minute}}}:totals");

    public static RedisKey MinuteIndex(long minute) => Key($"a1:{{m{minute}}}:index");

    public static RedisKey BucketIndex(Bucket bucket) => Key($"a1:{{m{bucket.Minute}}}:index:{bucket.OffsetInMinute}");

    public static RedisKey MinuteLease(long minute) => Key($"a1:{{m{minute}}}:lease");

    public static RedisKey BucketLease(Bucket bucket) => Key($"a1:{{m{bucket.Minute}}}:lease:{bucket.OffsetInMinute}");

    public static RedisKey Journal(long hour) => Key($"a1:{{h{hour}}}:written");

    public static RedisKey SourceMinutes(SourceId source) => Key($"a1:{{source:{source}}}:minutes");

    public static RedisKey SourceRetracted(SourceId source) => Key($"a1:{{source:{source}}}:retracted");

    public static long HourOf(long minute) => (long)Math.Floor(minute / 60.0);

    private static RedisKey Key(DefaultInterpolatedStringHandler key) => key.ToStringAndClear();
}
