namespace Affluence.Simulator.Import;

/// <summary>What was made of the entries of a block.</summary>
/// <param name="Hits">In the order of the entries.</param>
/// <param name="Addresses">The distinct addresses of the entries.</param>
internal sealed record BlockHits(ReadOnlyMemory<Hits.PseudonymousHit> Hits, ReadOnlyMemory<NetworkAddress> Addresses);
