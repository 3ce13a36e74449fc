namespace Affluence.Gateway.Identity;

/// <summary>The identities this gateway knows, replaced as a whole by one volatile write.</summary>
internal sealed class IdentityRing
{
    private volatile VisitorIdentity[] _identities = [];

    /// <summary>Those a bucket is written under: one, two in the half hour after a rotation, none if the secret is not here yet.</summary>
    public IReadOnlyList<VisitorIdentity> For(Bucket bucket)
    {
        var identities = _identities;
        return Array.TrueForAll(identities, identity => identity.Holds(bucket))
            ? identities
            : Array.FindAll(identities, identity => identity.Holds(bucket));
    }

    public IReadOnlyList<VisitorIdentity> All => _identities;

    /// <summary>Takes in what the counter handed out and forgets those that ended before <paramref name="oldest"/>.</summary>
    public void Update(IEnumerable<VisitorIdentity> identities, DateTimeOffset oldest)
    {
        var handedOut = identities.ToDictionary(identity => identity.Epoch);
        var kept = _identities.Where(identity => !handedOut.ContainsKey(identity.Epoch));
        _identities = [.. kept.Concat(handedOut.Values).Where(identity => identity.ValidUntil > oldest).OrderBy(identity => identity.Epoch)];
    }
}
