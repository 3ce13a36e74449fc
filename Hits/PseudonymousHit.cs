namespace Affluence.Hits;

/// <summary>A hit of which address and user agent are gone: its country and the visitor's pseudonyms stand for them.</summary>
/// <param name="Bucket">When its outcome was known.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Country">Where the address is.</param>
/// <param name="Visitor">The pseudonym under the bucket's oldest identity; of no meaning unless it is a page view.</param>
/// <param name="NextVisitor">The one under its second identity; of no meaning unless the bucket has two.</param>
public readonly record struct PseudonymousHit(
    Bucket Bucket, HitKind Kind, HitOutcome Outcome, CountryCode Country, ulong Visitor, ulong NextVisitor)
{
    /// <summary>A bucket has one identity, or two in the half hour after a rotation.</summary>
    public const int MaxIdentities = 2;

    /// <exception cref="ArgumentOutOfRangeException">There is no such identity.</exception>
    public ulong VisitorUnder(int identity) => identity switch
    {
        0 => Visitor,
        1 => NextVisitor,
        _ => throw new ArgumentOutOfRangeException(nameof(identity), identity, $"A hit has pseudonyms under {MaxIdentities} identities."),
    };
}
