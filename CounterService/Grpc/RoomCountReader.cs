using System.Globalization;
using Affluence.Counter.Recording;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Reads what a record tells of the waiting room.</summary>
internal static class RoomCountReader
{
    public const int LongestWait = 24 * 60;

    private const int MostEvents = 10_000;
    private const ulong MaxCount = 1UL << 53;

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static IReadOnlyList<RoomTotal> Read(Wire.CountryHits hits, string field)
    {
        if (hits.Room.Count == 0)
        {
            return [];
        }

        if (hits.Room.Count > MostEvents)
        {
            InvalidArgument.Throw($"{field}.room", $"{hits.Room.Count} events, but at most {MostEvents} fit");
        }

        var totals = new List<RoomTotal>(hits.Room.Count);
        var seen = new HashSet<(RoomMeasure, long, int)>();
        foreach (var (index, count) in hits.Room.Index())
        {
            var total = ReadOne(count, string.Create(CultureInfo.InvariantCulture, $"{field}.room[{index}]"));
            if (!seen.Add((total.Kind, total.ArrivalMinute, total.WaitMinutes)))
            {
                InvalidArgument.Throw(string.Create(CultureInfo.InvariantCulture, $"{field}.room[{index}]"), "stands twice; send each event at most once");
            }

            if (total.Value > 0)
            {
                totals.Add(total);
            }
        }

        return totals;
    }

    private static RoomTotal ReadOne(Wire.RoomCount count, string path)
    {
        RoomMeasure? kind = count.Kind switch
        {
            Wire.RoomEventKind.Joined => RoomMeasure.Joined,
            Wire.RoomEventKind.Waited => RoomMeasure.Waited,
            Wire.RoomEventKind.LetIn => RoomMeasure.LetIn,
            _ => null,
        };
        if (kind is null)
        {
            InvalidArgument.Throw($"{path}.kind", $"{(int)count.Kind} is no event; give one of ROOM_EVENT_KIND_JOINED (1) to ROOM_EVENT_KIND_LET_IN (3)");
        }

        if (count.WaitMinutes > LongestWait)
        {
            InvalidArgument.Throw($"{path}.wait_minutes", $"{count.WaitMinutes} is more than {LongestWait}");
        }

        if (count.Count > MaxCount)
        {
            InvalidArgument.Throw($"{path}.count", $"{count.Count} is more than 2^53");
        }

        return new RoomTotal(kind.Value, RequestTime.ReadMinute(count.ArrivalMinute, $"{path}.arrival_minute"), (int)count.WaitMinutes, (long)count.Count);
    }
}
