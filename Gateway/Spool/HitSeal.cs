using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.Gateway.Spool;

/// <summary>
/// Seals hits whose country is not known yet, with all that makes them somebody's, so that they outlive the process on disk and nobody reads them
/// there: under a key derived from the day's secret, which the next process is handed by the counter, and which is gone for good 48 hours after its day.
/// </summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) with a random nonce; the key by HKDF-SHA256 (RFC 5869), so that it opens nothing else. A day's key seals a few
/// thousand times, far from the 2³² that a random nonce is good for. Bucket, identity and number of hits are authenticated with it.
/// </remarks>
internal static class HitSeal
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;
    private const byte IsAnonymous = 1;
    private const byte HasAddress = 2;

    // Two bits of the flags: 0 is a hit that does not say, otherwise the source and one more.
    private const int SourceShift = 2;
    private const int SourceMask = 3;
    private const byte HasRoom = 16;

    /// <param name="hits">Of one bucket, which the identity holds.</param>
    public static SealedHits Seal(VisitorIdentity identity, Bucket bucket, IReadOnlyCollection<Hit> hits)
    {
        var plain = Write(hits);
        var content = new byte[1 + NonceLength + plain.Length + TagLength];
        content[0] = Version;
        var nonce = content.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = NewCipher(identity);
        cipher.Encrypt(
            nonce, plain, content.AsSpan(1 + NonceLength, plain.Length), content.AsSpan(content.Length - TagLength),
            AssociatedData(identity.Epoch, bucket, hits.Count));
        CryptographicOperations.ZeroMemory(plain);
        return new SealedHits(bucket, identity.Epoch, hits.Count, content);
    }

    /// <exception cref="InvalidDataException">They were sealed under another secret, or were changed.</exception>
    public static IReadOnlyList<Hit> Open(VisitorIdentity identity, SealedHits sealedHits)
    {
        var content = sealedHits.Content.AsSpan();
        if (content.Length < 1 + NonceLength + TagLength || content[0] != Version)
        {
            throw new InvalidDataException("what is sealed is of another version, or cut off");
        }

        var plain = new byte[content.Length - 1 - NonceLength - TagLength];
        using var cipher = NewCipher(identity);
        try
        {
            cipher.Decrypt(
                content.Slice(1, NonceLength), content.Slice(1 + NonceLength, plain.Length), content[^TagLength..], plain,
                AssociatedData(sealedHits.Epoch, sealedHits.Bucket, sealedHits.Hits));
            return Read(plain, sealedHits);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidDataException("what is sealed is not what was sealed", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static AesGcm NewCipher(VisitorIdentity identity)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, identity.Secret, key, salt: [], "affluence sealed hits 1"u8);
        try
        {
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] AssociatedData(uint epoch, Bucket bucket, int hits)
    {
        var data = new byte[sizeof(byte) + sizeof(uint) + sizeof(long) + sizeof(int)];
        data[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(1), epoch);
        BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(5), bucket.Number);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(13), hits);
        return data;
    }

    /// <summary>Of each hit: kind, outcome, flags, the address if there is one, what it says of the waiting room if anything, the user agent with its length.</summary>
    private static byte[] Write(IReadOnlyCollection<Hit> hits)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Span<byte> bytes = stackalloc byte[NetworkAddress.Size];
        foreach (var hit in hits)
        {
            writer.Write((byte)hit.Kind);
            writer.Write((byte)hit.Outcome);
            var source = hit.Source is { } from ? (int)from + 1 : 0;
            writer.Write((byte)((hit.IsAnonymous ? IsAnonymous : 0) | (hit.Address is null ? 0 : HasAddress) | (source << SourceShift) | (hit.Room is null ? 0 : HasRoom)));
            if (hit.Address is { } address)
            {
                address.Write(bytes);
                writer.Write(bytes);
            }

            if (hit.Room is { } room)
            {
                writer.Write((byte)room.Kind);
                writer.Write(room.ArrivalMinute);
                writer.Write((ushort)room.WaitMinutes);
            }

            writer.Write(hit.UserAgent);
        }

        var plain = stream.ToArray();
        CryptographicOperations.ZeroMemory(stream.GetBuffer());
        return plain;
    }

    private static List<Hit> Read(byte[] plain, SealedHits sealedHits)
    {
        using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
        var hits = new List<Hit>(sealedHits.Hits);
        for (var number = 0; number < sealedHits.Hits; number++)
        {
            var (kind, outcome, flags) = ((HitKind)reader.ReadByte(), (HitOutcome)reader.ReadByte(), reader.ReadByte());
            NetworkAddress? address = (flags & HasAddress) == 0 ? null : NetworkAddress.Read(reader.ReadBytes(NetworkAddress.Size));
            var source = (flags >> SourceShift) & SourceMask;
            RoomEvent? room = (flags & HasRoom) == 0 ? null : new RoomEvent((RoomEventKind)reader.ReadByte(), reader.ReadInt64(), reader.ReadUInt16());
            hits.Add(new Hit(
                sealedHits.Bucket,
                kind,
                outcome,
                address,
                reader.ReadString(),
                default,
                (flags & IsAnonymous) != 0,
                source == 0 ? null : (AnswerSource)(source - 1),
                room));
        }

        return hits;
    }
}
