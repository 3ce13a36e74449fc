namespace Affluence.Report.Fairness;

/// <summary>The figures, or why they can't be told.</summary>
/// <param name="AsOf">What happened later is not in them.</param>
internal sealed record FairnessReading(DateTimeOffset AsOf, FairnessFigures? Figures, string? Reason);
