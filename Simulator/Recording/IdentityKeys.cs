using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.Simulator.Recording;

/// <summary>
/// Keys of one's own for identity days. A day that is over has no secret any more (or never had one), and one that is still running has
/// one that will be deleted: with either, the same hits could not be recorded again under the same pseudonyms.
/// </summary>
public sealed class IdentityKeys
{
    /// <summary>Bytes of a master key, and of the keys made from it.</summary>
    public const int Length = 32;

    private readonly byte[] _masterKey;

    /// <param name="masterKey">Secret where the hits are of real people; for them it comes from a cryptographic generator.</param>
    /// <exception cref="ArgumentException">It has not <see cref="Length"/> bytes.</exception>
    public IdentityKeys(ReadOnlySpan<byte> masterKey)
    {
        if (masterKey.Length != Length)
        {
            throw new ArgumentException($"A master key has {Length} bytes, not {masterKey.Length}.", nameof(masterKey));
        }

        _masterKey = masterKey.ToArray();
    }

    /// <summary>Keys for visitors who were made up, so that the same seed gives the same pseudonyms.</summary>
    public static IdentityKeys OfSeed(int seed)
    {
        Span<byte> text = stackalloc byte[64];
        var written = Encoding.ASCII.GetBytes($"affluence simulated visitors/v1 {seed}", text);
        return new IdentityKeys(SHA256.HashData(text[..written]));
    }

    /// <summary>The key of one identity day (HKDF, RFC 5869).</summary>
    public byte[] KeyOf(uint epoch)
    {
        Span<byte> info = [.. "affluence identity/v1"u8, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(info[^sizeof(uint)..], epoch);
        return KeyFor(info);
    }

    /// <summary>A key for another purpose than identities (HKDF, RFC 5869).</summary>
    /// <param name="info">Names the purpose; no two have the same.</param>
    public byte[] KeyFor(ReadOnlySpan<byte> info)
    {
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _masterKey, key, salt: [], info);
        return key;
    }
}
