using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.Hits;

/// <summary>
/// Makes the pseudonym of a visitor: the first 64 bits of HMAC-SHA-256, under the day's secret, of site, subscriber address and user
/// agent.
/// </summary>
/// <remarks>
/// Keyed because all of IPv4 can be tried in seconds against an unkeyed hash, and because a public one lets anybody choose values that
/// inflate or blind the sketch (Reviriego et al., arXiv 2011.10355; a secret key defends, Paterson and Raynal, eprint 2021/1139). Parts
/// carry their length, so that no two visitors' parts run together to the same bytes.
/// </remarks>
public sealed class VisitorHasher(string siteId)
{
    /// <summary>In characters. Beyond this a user agent tells nobody apart, and only makes hits heavy.</summary>
    public const int MaxUserAgentLength = 256;

    private const int MaxUserAgentBytes = MaxUserAgentLength * 3;

    private readonly byte[] _prefix = [.. "visitor/v1"u8, (byte)Encoding.UTF8.GetByteCount(siteId), .. Encoding.UTF8.GetBytes(siteId)];
    private readonly byte[] _networkPrefix = [.. "network/v1"u8, (byte)Encoding.UTF8.GetByteCount(siteId), .. Encoding.UTF8.GetBytes(siteId)];

    private int MaxMessageLength => _prefix.Length + NetworkAddress.Size + sizeof(ushort) + MaxUserAgentBytes;

    public ulong Hash(ReadOnlySpan<byte> secret, NetworkAddress address, ReadOnlySpan<char> userAgent)
    {
        Span<byte> message = stackalloc byte[MaxMessageLength];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message[..Write(message, address, userAgent)], digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>
    /// As the other, with a hash that was made with <see cref="NewHash"/>: half the cost where many visitors come under one secret, since the
    /// key is taken in once. (704 against 1,436 ns a visitor on the machine it was measured on.)
    /// </summary>
    public ulong Hash(IncrementalHash keyed, NetworkAddress address, ReadOnlySpan<char> userAgent)
    {
        Span<byte> message = stackalloc byte[MaxMessageLength];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        keyed.AppendData(message[..Write(message, address, userAgent)]);
        keyed.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>The pseudonym of an address's network (<see cref="NetworkAddress.Network"/>), made in the same way.</summary>
    public ulong HashNetwork(IncrementalHash keyed, NetworkAddress address)
    {
        Span<byte> message = stackalloc byte[_networkPrefix.Length + NetworkAddress.Size];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _networkPrefix.CopyTo(message);
        address.Network.Write(message[_networkPrefix.Length..]);
        keyed.AppendData(message);
        keyed.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>For one secret; not thread-safe.</summary>
    public static IncrementalHash NewHash(ReadOnlySpan<byte> secret) => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

    private int Write(Span<byte> message, NetworkAddress address, ReadOnlySpan<char> userAgent)
    {
        _prefix.CopyTo(message);
        address.Subscriber.Write(message[_prefix.Length..]);
        var end = _prefix.Length + NetworkAddress.Size;
        var written = Encoding.UTF8.GetBytes(userAgent, message[(end + sizeof(ushort))..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[end..], (ushort)written);
        return end + sizeof(ushort) + written;
    }
}
