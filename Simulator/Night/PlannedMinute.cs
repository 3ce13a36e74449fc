namespace Affluence.Simulator.Night;

/// <summary>All requests of one minute.</summary>
/// <param name="Minute">Its beginning, in minutes since 23:00.</param>
/// <param name="Buckets">Six, in order; the requests of one are in no order.</param>
internal sealed record PlannedMinute(int Minute, IReadOnlyList<IReadOnlyList<PlannedRequest>> Buckets);
