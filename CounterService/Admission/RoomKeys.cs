using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Affluence.Counter.Admission;

/// <summary>Every key that the waiting room has in the store, all on one cluster slot. Nothing else builds one.</summary>
/// <remarks>
/// <code>
/// a1:{room}:since             when the store began to remember, Unix ms, by SET NX; never expires
/// a1:{room}:instants          sorted set of the maxima `frontier`, `opened` and `closed`, Unix ms, by ZADD GT; never expires
/// a1:{room}:orders            sorted set of operators' orders: member = when it takes effect and what it is, score = when it was given, Unix ms; the highest stands
/// a1:{room}:steps             sorted set of the steps of the last ten minutes: member = the step, score = its second; the highest of a second stands
/// a1:{room}:waiting:9:1478    HyperLogLog of tickets of the arrival slot 1478 (10 s, numbered since 1970) that asked within the half minute 9 and were told to wait
/// a1:{room}:waiting:9         set that names the arrival slots of that half minute
/// a1:{room}:inside:1478       HyperLogLog of passes used in the minute that ends with the 10 s bucket 1478: each is added to seven of these, so that
///                             none has to be united with another
/// a1:{room}:load:1478         sorted set of running totals of the bucket 1478: member = measure and writer, score = total, by ZADD GT
/// a1:{room}:arrivals:24640080 sorted set of what became of those who came in that minute: member = country, event, wait in minutes, bucket, writer, as
///                             `CAl12:147840485:gateway-1`; score = running total, by ZADD GT; expires 48 hours after its last write
/// </code>
/// What else names a time expires five minutes after its last write.
/// </remarks>
internal static class RoomKeys
{
    public static RedisKey Since { get; } = "a1:{room}:since";

    public static RedisKey Instants { get; } = "a1:{room}:instants";

    public static RedisKey Orders { get; } = "a1:{room}:orders";

    public static RedisKey Steps { get; } = "a1:{room}:steps";

    public static RedisKey WaitingSlots(long period) => Key($"a1:{{room}}:waiting:{period}");

    public static RedisKey Waiting(long period, long slot) => Key($"a1:{{room}}:waiting:{period}:{slot}");

    public static RedisKey Inside(long bucket) => Key($"a1:{{room}}:inside:{bucket}");

    public static RedisKey Load(long bucket) => Key($"a1:{{room}}:load:{bucket}");

    public static RedisKey Arrivals(long minute) => Key($"a1:{{room}}:arrivals:{minute}");

    private static RedisKey Key(DefaultInterpolatedStringHandler key) => key.ToStringAndClear();
}
