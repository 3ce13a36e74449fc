using System.Security.Cryptography;

namespace Affluence.Counter.Identity;

/// <summary>A key that seals the secret of one day.</summary>
/// <remarks>No record, which would print it.</remarks>
internal sealed class IdentityKey
{
    public const int Length = 32;
    public const int NameLength = 8;

    private readonly byte[] _name;

    /// <exception cref="ArgumentException">It is not of 32 bytes.</exception>
    public IdentityKey(byte[] secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException($"A key has {Length} bytes.", nameof(secret));
        }

        (Secret, _name) = (secret, SHA256.HashData(secret)[..NameLength]);
    }

    public byte[] Secret { get; }

    /// <summary>By which what it sealed names it: the beginning of its SHA-256.</summary>
    public ReadOnlySpan<byte> Name => _name;

    public static IdentityKey New() => new(RandomNumberGenerator.GetBytes(Length));
}
