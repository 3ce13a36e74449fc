namespace Affluence.Admission;

/// <summary>
/// All there is to know of the waiting room to say who may go in. Every part only grows, and merging takes the larger of each: what comes twice, late,
/// in another order or from several controllers makes no difference, and whoever knows a state can give it back to a store that lost it.
/// </summary>
public sealed record RoomState
{
    public static RoomState Initial { get; } = new();

    /// <summary>Whoever arrived before this instant is let in.</summary>
    public DateTimeOffset Frontier { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the room was last opened.</summary>
    public DateTimeOffset OpenedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the room was last closed.</summary>
    public DateTimeOffset ClosedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The operator's last order.</summary>
    public RoomOrder Order { get; init; } = RoomOrder.None;

    /// <summary>The controller's last step.</summary>
    public AdmissionStep Step { get; init; } = AdmissionStep.None;

    public bool IsOpen => OpenedAt > ClosedAt;

    /// <summary>Whether a visitor who arrived then may go in.</summary>
    public bool Admits(DateTimeOffset arrival) => !IsOpen || arrival < Frontier;

    public RoomState Merge(RoomState other) => new()
    {
        Frontier = Max(Frontier, other.Frontier),
        OpenedAt = Max(OpenedAt, other.OpenedAt),
        ClosedAt = Max(ClosedAt, other.ClosedAt),
        Order = Max(Order, other.Order),
        Step = Max(Step, other.Step),
    };

    /// <summary>Opens the room: whoever comes from now on waits.</summary>
    public RoomState Open(DateTimeOffset now) => this with { OpenedAt = Max(OpenedAt, now), Frontier = Max(Frontier, now) };

    /// <summary>Closes the room: everybody is let in.</summary>
    public RoomState Close(DateTimeOffset now) => this with { ClosedAt = Max(ClosedAt, now), Frontier = Max(Frontier, now) };

    private static T Max<T>(T left, T right)
        where T : IComparable<T> => left.CompareTo(right) >= 0 ? left : right;
}
