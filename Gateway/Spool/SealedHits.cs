namespace Affluence.Gateway.Spool;

/// <summary>Hits of one bucket whose country is not known yet, as they are on disk (<see cref="HitSeal"/>).</summary>
/// <param name="Bucket">When their outcome was known.</param>
/// <param name="Epoch">The identity under whose secret they are sealed.</param>
/// <param name="Hits">How many they are.</param>
/// <param name="Content">What was sealed.</param>
internal sealed record SealedHits(Bucket Bucket, uint Epoch, int Hits, byte[] Content);
