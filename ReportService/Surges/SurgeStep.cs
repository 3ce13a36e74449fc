namespace Affluence.Report.Surges;

/// <summary>What a minute did.</summary>
/// <param name="Fold">All that is known with it.</param>
/// <param name="Surge">The surge that turned out to be over, if one did.</param>
/// <param name="Difficulty">The difficulty that did.</param>
internal readonly record struct SurgeStep(SurgeFold Fold, EndedSurge? Surge, MinuteSpan? Difficulty);

/// <summary>A surge that is over.</summary>
internal readonly record struct EndedSurge(MinuteSpan Span, Crest Peak);
