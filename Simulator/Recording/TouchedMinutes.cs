namespace Affluence.Simulator.Recording;

/// <summary>What the counter still holds.</summary>
/// <param name="StoreId">Names the memory of its store.</param>
/// <param name="Minutes">The minutes that were written to lately enough not to be forgotten; by anybody.</param>
public sealed record TouchedMinutes(string StoreId, IReadOnlySet<DateTimeOffset> Minutes);
