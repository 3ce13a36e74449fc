using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Counter.V1;

namespace Affluence.Hits;

/// <summary>Events of the waiting room in the words of the contract.</summary>
internal static class RoomCounts
{
    private const long SecondsPerMinute = 60;

    public static RoomCount Write(in RoomEvent happened, long count) => new()
    {
        Kind = happened.Kind switch
        {
            RoomEventKind.Joined => Wire.RoomEventKind.Joined,
            RoomEventKind.Waited => Wire.RoomEventKind.Waited,
            _ => Wire.RoomEventKind.LetIn,
        },
        ArrivalMinute = new Timestamp { Seconds = happened.ArrivalMinute * SecondsPerMinute },
        WaitMinutes = (uint)happened.WaitMinutes,
        Count = (ulong)count,
    };

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RoomEvent Read(RoomCount count) => new(
        count.Kind switch
        {
            Wire.RoomEventKind.Joined => RoomEventKind.Joined,
            Wire.RoomEventKind.Waited => RoomEventKind.Waited,
            Wire.RoomEventKind.LetIn => RoomEventKind.LetIn,
            _ => throw new InvalidDataException($"{(int)count.Kind} is no event of the waiting room"),
        },
        (count.ArrivalMinute ?? throw new InvalidDataException("arrival_minute is missing")).Seconds / SecondsPerMinute,
        (int)count.WaitMinutes);
}
