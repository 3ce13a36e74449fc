namespace Affluence.Report.Room;

/// <summary>One opening of the waiting room, as the stored minutes show it.</summary>
/// <param name="Since">When it was opened.</param>
/// <param name="FirstSeen">The <c>at</c> of the first snapshot that shows it open.</param>
/// <param name="LastSeen">That of the last one.</param>
/// <param name="ClosedBy">The <c>at</c> of the first snapshot after those that shows it closed, or opened anew; null: none does yet.</param>
internal sealed record RoomOpening(DateTimeOffset Since, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, DateTimeOffset? ClosedBy);
