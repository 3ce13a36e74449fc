using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Affluence.Counter.Identity;

/// <summary>A day's secret as it stands in the store: to be opened with a key that is elsewhere, and with nothing when that is destroyed.</summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) under a key that seals one secret alone, so its nonce can't come twice. 85 bytes: version, name of the key,
/// <see cref="FingerprintOf">fingerprint</see>, nonce, ciphertext, tag. The epoch is authenticated with it: the secret of one day can't be put in
/// another's place.
/// </remarks>
internal static class SealedSecret
{
    private const byte Version = 1;
    private const int FingerprintLength = 16;
    private const int NameAt = 1;
    private const int FingerprintAt = NameAt + IdentityKey.NameLength;
    private const int NonceAt = FingerprintAt + FingerprintLength;
    private const int SecretAt = NonceAt + NonceLength;
    private const int TagAt = SecretAt + IdentitySecrets.SecretLength;
    private const int Length = TagAt + TagLength;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(int epoch, byte[] secret, IdentityKey key)
    {
        var sealedSecret = new byte[Length];
        sealedSecret[0] = Version;
        key.Name.CopyTo(sealedSecret.AsSpan(NameAt));
        FingerprintOf(secret).CopyTo(sealedSecret.AsSpan(FingerprintAt));
        RandomNumberGenerator.Fill(sealedSecret.AsSpan(NonceAt, NonceLength));
        using var cipher = new AesGcm(key.Secret, TagLength);
        cipher.Encrypt(
            sealedSecret.AsSpan(NonceAt, NonceLength), secret, sealedSecret.AsSpan(SecretAt, IdentitySecrets.SecretLength),
            sealedSecret.AsSpan(TagAt), AssociatedData(epoch, sealedSecret));
        return sealedSecret;
    }

    /// <summary>Whether these bytes are a sealed secret of this version.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length == Length && bytes[0] == Version;

    /// <summary>The name of the key that opens it.</summary>
    public static ReadOnlySpan<byte> KeyNameOf(ReadOnlySpan<byte> sealedSecret) => sealedSecret.Slice(NameAt, IdentityKey.NameLength);

    /// <returns>Null if the key is another, or what was sealed has been changed.</returns>
    public static byte[]? TryOpen(int epoch, ReadOnlySpan<byte> sealedSecret, IdentityKey key)
    {
        var secret = new byte[IdentitySecrets.SecretLength];
        using var cipher = new AesGcm(key.Secret, TagLength);
        try
        {
            cipher.Decrypt(
                sealedSecret.Slice(NonceAt, NonceLength), sealedSecret.Slice(SecretAt, secret.Length), sealedSecret[TagAt..], secret,
                AssociatedData(epoch, sealedSecret));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Whether it is this secret that was sealed, as its fingerprint says: for who has the secret and not the key.</summary>
    public static bool Holds(ReadOnlySpan<byte> sealedSecret, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(sealedSecret.Slice(FingerprintAt, FingerprintLength), FingerprintOf(secret));

    /// <summary>A keyed hash of nothing but its own name: of 256 random bits it gives none away.</summary>
    private static ReadOnlySpan<byte> FingerprintOf(byte[] secret) =>
        HMACSHA256.HashData(secret, "affluence identity fingerprint"u8).AsSpan(0, FingerprintLength);

    private static byte[] AssociatedData(int epoch, ReadOnlySpan<byte> sealedSecret)
    {
        byte[] data = [.. sealedSecret[..NonceAt], 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(NonceAt), epoch);
        return data;
    }
}
