namespace Affluence.Counter.Identity;

/// <summary>What the store has of a day's secret.</summary>
/// <param name="Sealed">As it stands there; null if it is not there.</param>
/// <param name="Secret">Opened; null if the key is not here.</param>
/// <param name="Clear">As an earlier version left it there, unsealed; null if it did not.</param>
internal readonly record struct StoredSecret(byte[]? Sealed, byte[]? Secret, byte[]? Clear)
{
    public bool IsLocked => Sealed is not null && Secret is null;

    /// <summary>The one of these that was sealed.</summary>
    public byte[]? Recognize(params ReadOnlySpan<byte[]?> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret is not null && SealedSecret.Holds(Sealed, secret))
            {
                return secret;
            }
        }

        return null;
    }
}
