namespace Affluence.Report.Surges;

/// <summary>What the stored minutes show of a range, each in order of time and in full, also where it reaches over the range's ends.</summary>
internal sealed record SurgesFound(IReadOnlyList<Surge> Surges, IReadOnlyList<Difficulty> Difficulties);
