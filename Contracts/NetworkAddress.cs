using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Affluence;

/// <summary>
/// An address as 128 bits in network order, IPv4 in its mapped form (::ffff:a.b.c.d), so that one person has one address however the
/// socket was opened.
/// </summary>
public readonly record struct NetworkAddress(UInt128 Value)
{
    private const int MaxTextLength = 45;

    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);

    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Bytes in <see cref="WriteBytes"/>.</summary>
    public const int Size = 16;

    public bool IsIpv4 => (ulong)(Value >> 64) == 0 && (uint)((ulong)Value >> 32) == 0xFFFF;

    /// <summary>The network that stands for one customer: the whole IPv4 address, or the /64 of an IPv6 address (RFC 6177).</summary>
    public NetworkAddress Subscriber => IsIpv4 ? this : new NetworkAddress(new UInt128((ulong)(Value >> 64), 0));

    public static NetworkAddress FromIpv4(uint address) => new(MappedPrefix | address);

    public static NetworkAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (!address.TryWriteBytes(bytes, out var written))
        {
            throw new ArgumentException("The address has an unknown length.", nameof(address));
        }

        return written == sizeof(uint)
            ? FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new NetworkAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>
    /// Reads a dotted quad without leading zeros, or an IPv6 address in colon form without brackets or zone. <see cref="IPAddress"/>
    /// also takes "1", "0x7f.1" and "010.0.0.1", on whose meaning programs disagree.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NetworkAddress address)
    {
        address = default;
        if (text.Length > MaxTextLength)
        {
            return false;
        }

        if (!text.Contains(':'))
        {
            var isQuad = TryParseQuad(text, out var ipv4);
            address = isQuad ? FromIpv4(ipv4) : default;
            return isQuad;
        }

        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (text.ContainsAnyExcept(Ipv6Characters)
            || (tail.Contains('.') && !TryParseQuad(tail, out _))
            || !IPAddress.TryParse(text, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    public void WriteBytes(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Size];
        WriteBytes(bytes);
        return new IPAddress(IsIpv4 ? bytes[12..] : bytes);
    }

    /// <summary>Canonical text (RFC 5952). An address is personal data: it belongs in no log, metric or trace.</summary>
    public override string ToString() => ToIPAddress().ToString();

    private static bool TryParseQuad(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        for (var part = 0; part < 4; part++)
        {
            var end = part < 3 ? text.IndexOf('.') : text.Length;
            if (end is < 1 or > 3 || (end > 1 && text[0] == '0') || text[..end].ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            var value = 0u;
            foreach (var digit in text[..end])
            {
                value = (value * 10) + digit - '0';
            }

            if (value > byte.MaxValue)
            {
                return false;
            }

            address = (address << 8) | value;
            text = part < 3 ? text[(end + 1)..] : [];
        }

        return true;
    }
}
