namespace Affluence.Report.Room;

/// <summary>Those of one country who came in one minute, and what became of them.</summary>
internal sealed record ArrivalCohort(CountryCode Country, RoomArrivals Arrivals);
