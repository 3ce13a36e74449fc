namespace Affluence.Counter.Windows;

/// <summary>What came of retracting what a source recorded.</summary>
/// <param name="IsHeld">False: it, or part of it, has expired or was never recorded, and nothing was done.</param>
/// <param name="Minutes">Those that were retracted; if nothing was done, those that have expired. Minutes since 1970.</param>
/// <param name="Uncountable">Ends of 5-minute windows that held something of it and can't be counted again.</param>
/// <param name="StoreId">Names the memory of the store.</param>
internal sealed record RetractedSource(bool IsHeld, IReadOnlyList<long> Minutes, IReadOnlyList<long> Uncountable, string StoreId);
