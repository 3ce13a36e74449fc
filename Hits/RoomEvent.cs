namespace Affluence.Hits;

/// <summary>What happened to a ticket of the waiting room.</summary>
public enum RoomEventKind : byte
{
    /// <summary>It was given out.</summary>
    Joined,

    /// <summary>Its owner asked, and had waited for so many whole minutes.</summary>
    Waited,

    /// <summary>It was let in after so many whole minutes.</summary>
    LetIn,
}

/// <summary>What a hit says of the waiting room. Who gave up says nothing: he is among those who joined, and from some minute on no more among those who waited.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ArrivalMinute">Minutes since 1970 of the minute in which the ticket was given out.</param>
/// <param name="WaitMinutes">Whole minutes since then, rounded down; 0 for one that was given out.</param>
public readonly record struct RoomEvent(RoomEventKind Kind, long ArrivalMinute, int WaitMinutes)
{
    /// <summary>As long as a ticket is good.</summary>
    public const int LongestWait = 24 * 60;

    public static RoomEvent Joined(DateTimeOffset arrival) => new(RoomEventKind.Joined, MinuteOf(arrival), 0);

    public static RoomEvent Waited(DateTimeOffset arrival, int minutes) => new(RoomEventKind.Waited, MinuteOf(arrival), minutes);

    public static RoomEvent LetIn(DateTimeOffset arrival, DateTimeOffset now) => new(RoomEventKind.LetIn, MinuteOf(arrival), MinutesOf(now - arrival));

    public static int MinutesOf(TimeSpan wait) => Math.Clamp((int)wait.TotalMinutes, 0, LongestWait);

    private static long MinuteOf(DateTimeOffset arrival) => Bucket.Of(arrival).Minute;
}
