using Affluence.Gateway.Spool;

namespace Affluence.Gateway.Delivery;

/// <summary>Hits that came with one flush and have no country yet. They are here until they have, and on disk unless that comes first.</summary>
internal sealed class WaitingHits(IReadOnlyList<Hit> hits)
{
    public IReadOnlyList<Hit> Hits { get; } = hits;

    /// <summary>Where they are on disk, bucket by bucket; null if they are not.</summary>
    public IReadOnlyList<SealedRow>? Sealed { get; set; }
}
