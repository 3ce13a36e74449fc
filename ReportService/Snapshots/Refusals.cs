namespace Affluence.Report.Snapshots;

/// <summary>Visitors who met an error in the window.</summary>
/// <param name="Visitors">Distinct visitors with a refused page view.</param>
/// <param name="GotIn">Of these, the ones who were served a page too; the others were turned away.</param>
/// <param name="ByCause">
/// By cause, as <c>shed</c>; causes that did not occur are left out. One who met two causes is in both. Null: a gateway did not tell.
/// </param>
internal sealed record Refusals(long Visitors, long GotIn, IReadOnlyDictionary<string, CauseRefusals>? ByCause);

/// <summary>Visitors refused for one cause.</summary>
/// <param name="Visitors">Distinct visitors with a page view refused for it.</param>
/// <param name="TurnedAway">Of these, the ones with no served page view.</param>
internal sealed record CauseRefusals(long Visitors, long TurnedAway);
