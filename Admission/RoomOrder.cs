namespace Affluence.Admission;

/// <summary>What an operator wants of the waiting room.</summary>
public enum RoomOrderKind
{
    /// <summary>It opens when the site has more to do than it can, and closes when nobody waits any more.</summary>
    Automatic,

    /// <summary>It is open, whatever the site does.</summary>
    Open,

    /// <summary>It is closed, whatever the site does.</summary>
    Closed,
}

/// <summary>An operator's order. The one given last stands; of two given at the same instant the same one on every machine.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="From">When it takes effect; before that the room goes by itself.</param>
/// <param name="GivenAt">When it was given.</param>
public readonly record struct RoomOrder(RoomOrderKind Kind, DateTimeOffset From, DateTimeOffset GivenAt) : IComparable<RoomOrder>
{
    public static RoomOrder None { get; } = new(RoomOrderKind.Automatic, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    /// <summary>What is wanted at an instant.</summary>
    public RoomOrderKind At(DateTimeOffset now) => now >= From ? Kind : RoomOrderKind.Automatic;

    public int CompareTo(RoomOrder other) => (GivenAt, From, Kind).CompareTo((other.GivenAt, other.From, other.Kind));

    public static bool operator <(RoomOrder left, RoomOrder right) => left.CompareTo(right) < 0;

    public static bool operator >(RoomOrder left, RoomOrder right) => left.CompareTo(right) > 0;

    public static bool operator <=(RoomOrder left, RoomOrder right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RoomOrder left, RoomOrder right) => left.CompareTo(right) >= 0;
}
