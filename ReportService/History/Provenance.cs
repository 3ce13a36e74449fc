namespace Affluence.Report.History;

/// <summary>Where a stored minute's figures come from.</summary>
/// <param name="CountedAt">When the counter was last asked for them.</param>
/// <param name="Settled">Its windows were closed and quiet then: only a record that comes later can change the count.</param>
/// <param name="ComparedWith">How many past minutes were known to compare it with.</param>
internal readonly record struct Provenance(DateTimeOffset CountedAt, bool Settled, int ComparedWith);
