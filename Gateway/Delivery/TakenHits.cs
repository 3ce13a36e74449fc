using Affluence.Gateway.Spool;

namespace Affluence.Gateway.Delivery;

/// <summary>Sealed hits taken from the outbox, which is to be told what became of them.</summary>
/// <param name="Row">Where they are until then.</param>
/// <param name="Hits">What they are.</param>
internal sealed record TakenHits(SealedRow Row, SealedHits Hits);
