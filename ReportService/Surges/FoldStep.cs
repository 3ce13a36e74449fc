namespace Affluence.Report.Surges;

/// <summary>What a minute did.</summary>
/// <param name="Fold">All that is known with it.</param>
/// <param name="Surge">The surge that turned out to be over, if one did.</param>
/// <param name="Difficulty">The difficulty that did.</param>
internal readonly record struct FoldStep(SurgeFold Fold, Episode? Surge, Episode? Difficulty);
