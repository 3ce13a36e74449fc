using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Affluence.Gateway.WaitingRoom.Tokens;

/// <summary>
/// Writes tickets and passes, and reads those that were written by a gateway of this site. What is forged, altered, expired or another site's is none: it says
/// nothing of why.
/// </summary>
/// <remarks>
/// Base64url of: kind (1 byte), epoch of the key (2), fields, and the first 112 bits of HMAC-SHA-256 of all that, which makes whole characters. A ticket's fields are arrival (6, Unix ms), id
/// (8), people before (3), minutes counted (2); a pass's are since and used (4 each, Unix s) and id (8). Reading allocates nothing.
/// </remarks>
internal sealed class RoomTokens(RoomKeys keys)
{
    /// <summary>How long a ticket is good.</summary>
    public static readonly TimeSpan TicketLife = TimeSpan.FromHours(24);

    /// <summary>How far ahead of this gateway's clock another's may have been.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private const byte TicketKind = 1;
    private const byte PassKind = 2;
    private const int FieldsAt = 3;
    private const int TicketFields = 19;
    private const int PassFields = 16;
    private const int SignatureLength = 14;
    private const int NoneBefore = 0xffffff;

    /// <returns>Null while no key is known.</returns>
    public string? Write(in Ticket ticket, DateTimeOffset now)
    {
        Span<byte> token = stackalloc byte[FieldsAt + TicketFields + SignatureLength];
        var fields = token[FieldsAt..];
        WriteInt48(fields, ticket.Arrival.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64BigEndian(fields[6..], ticket.Id);
        WriteInt24(fields[14..], Math.Min(ticket.Before ?? NoneBefore, NoneBefore));
        BinaryPrimitives.WriteUInt16BigEndian(fields[17..], (ushort)ticket.Counted);
        return Sign(token, TicketKind, now);
    }

    /// <returns>Null while no key is known.</returns>
    public string? Write(in Pass pass, DateTimeOffset now)
    {
        Span<byte> token = stackalloc byte[FieldsAt + PassFields + SignatureLength];
        var fields = token[FieldsAt..];
        BinaryPrimitives.WriteUInt32BigEndian(fields, (uint)pass.Since.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(fields[4..], (uint)pass.Used.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64BigEndian(fields[8..], pass.Id);
        return Sign(token, PassKind, now);
    }

    public bool TryReadTicket(ReadOnlySpan<char> text, DateTimeOffset now, out Ticket ticket)
    {
        Span<byte> token = stackalloc byte[FieldsAt + TicketFields + SignatureLength];
        if (!TryVerify(text, token, TicketKind))
        {
            ticket = default;
            return false;
        }

        var fields = token[FieldsAt..];
        var before = ReadInt24(fields[14..]);
        ticket = new Ticket(
            DateTimeOffset.FromUnixTimeMilliseconds(ReadInt48(fields)),
            BinaryPrimitives.ReadUInt64BigEndian(fields[6..]),
            before == NoneBefore ? null : before,
            BinaryPrimitives.ReadUInt16BigEndian(fields[17..]));
        return ticket.Arrival - now < Tolerance && now - ticket.Arrival < TicketLife;
    }

    public bool TryReadPass(ReadOnlySpan<char> text, DateTimeOffset now, out Pass pass)
    {
        Span<byte> token = stackalloc byte[FieldsAt + PassFields + SignatureLength];
        if (!TryVerify(text, token, PassKind))
        {
            pass = default;
            return false;
        }

        var fields = token[FieldsAt..];
        pass = new Pass(
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(fields)),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(fields[4..])),
            BinaryPrimitives.ReadUInt64BigEndian(fields[8..]));
        return pass.Used - now < Tolerance && pass.IsGoodAt(now);
    }

    private string? Sign(Span<byte> token, byte kind, DateTimeOffset now)
    {
        if (keys.Current(now) is not { } key)
        {
            return null;
        }

        token[0] = kind;
        BinaryPrimitives.WriteUInt16BigEndian(token[1..], key.Epoch);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, token[..^SignatureLength], digest);
        digest[..SignatureLength].CopyTo(token[^SignatureLength..]);
        return Base64Url.EncodeToString(token);
    }

    private bool TryVerify(ReadOnlySpan<char> text, Span<byte> token, byte kind)
    {
        if (text.Length != Base64Url.GetEncodedLength(token.Length)
            // Its Try… throws at what is no base64url.
            || Base64Url.DecodeFromChars(text, token, out _, out var length) != OperationStatus.Done
            || length != token.Length
            || token[0] != kind
            || keys.Find(BinaryPrimitives.ReadUInt16BigEndian(token[1..])) is not { } key)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, token[..^SignatureLength], digest);
        return CryptographicOperations.FixedTimeEquals(digest[..SignatureLength], token[^SignatureLength..]);
    }

    private static void WriteInt48(Span<byte> bytes, long value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)value);
    }

    private static long ReadInt48(ReadOnlySpan<byte> bytes) =>
        ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    private static void WriteInt24(Span<byte> bytes, int value)
    {
        bytes[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)value);
    }

    private static int ReadInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
}
