namespace Affluence.Report.Room;

/// <summary>
/// The waiting room as it was at the end of a snapshot's window. Who joined since it opened was let in, waits, or gave up: the three add up to who joined.
/// </summary>
/// <param name="OpenSince">When it was opened; null when it was closed, and then all is zero.</param>
/// <param name="Joined">Visitors who were given a place since then. One who keeps no cookies and opens several tabs has several.</param>
/// <param name="Admitted">Of these, who was let in.</param>
/// <param name="Waiting">Who waited still: asked in the last whole minute of his wait.</param>
/// <param name="GaveUp">Who asked no more, and was not let in.</param>
/// <param name="Waits">How long those waited who came some minutes ago.</param>
internal sealed record RoomFigures(DateTimeOffset? OpenSince, long Joined, long Admitted, long Waiting, long GaveUp, IReadOnlyList<RoomWait> Waits)
{
    /// <summary>Null while the room is closed, and in snapshots made before it was tested.</summary>
    public RoomFairness? Fairness { get; init; }

    public static RoomFigures Closed { get; } = new(null, 0, 0, 0, 0, []);
}

/// <summary>The wait of those who came in one minute and stayed: those still waiting count with the wait they have had, as one that is at least so long.</summary>
/// <param name="CameMinutesAgo">Whole minutes before the end of the window.</param>
/// <param name="Stayed">Visitors who were let in or wait still.</param>
/// <param name="MedianMinutes">Half of them waited at most so long. Null when nobody stayed.</param>
/// <param name="MedianIsAtLeast">Whether that half waits still.</param>
/// <param name="Minutes90">Nine of ten waited at most so long. Null when nobody stayed.</param>
/// <param name="Minutes90IsAtLeast">Whether one of these waits still.</param>
internal sealed record RoomWait(
    int CameMinutesAgo, long Stayed, int? MedianMinutes, bool MedianIsAtLeast, int? Minutes90, bool Minutes90IsAtLeast);
