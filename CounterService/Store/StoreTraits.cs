namespace Affluence.Counter.Store;

/// <summary>What was found out about the store behind a connection.</summary>
/// <param name="CountsUnions">Whether it counts the union of several sketches in one PFCOUNT.</param>
/// <param name="RunIds">The primaries' run ids, which change when one restarts or another takes over.</param>
internal sealed record StoreTraits(bool CountsUnions, string RunIds);
