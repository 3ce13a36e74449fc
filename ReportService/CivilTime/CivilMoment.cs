namespace Affluence.Report.CivilTime;

/// <summary>An instant reached by civil arithmetic.</summary>
/// <param name="At">The instant, with the site's civil offset.</param>
/// <param name="Note">What the reader must know of it, in one sentence: its hour did not exist, or happened twice. Null: nothing special.</param>
internal sealed record CivilMoment(DateTimeOffset At, string? Note);
