namespace Affluence.Gateway.WaitingRoom.Tokens;

/// <summary>A place in the waiting room: a time of arrival, signed. It is kept by the visitor and by nobody else.</summary>
/// <param name="Arrival">When he came, to the millisecond.</param>
/// <param name="Id">A random number, by which one who asks often is counted once.</param>
/// <param name="Before">The fewest people before him that he was told of; null if he was told of none. What he is told never grows.</param>
/// <param name="Counted">Whole minutes of his wait that are in the figures.</param>
internal readonly record struct Ticket(DateTimeOffset Arrival, ulong Id, int? Before = null, int Counted = 0);
