using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Affluence;

/// <summary>
/// An IPv4 or IPv6 address: 128 bits, IPv4 in its mapped form (<c>::ffff:a.b.c.d</c>) as on the wire, so that one person has one address
/// however the socket was opened.
/// </summary>
/// <remarks>Kept as two words: shifts and comparisons of <see cref="UInt128"/> took two thirds of a look-up.</remarks>
public readonly record struct NetworkAddress : IComparable<NetworkAddress>
{
    /// <summary>Bytes of an address on the wire, in network order.</summary>
    public const int Size = 16;

    /// <summary>The longest text: <c>ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255</c>.</summary>
    public const int MaxTextLength = 45;

    private const ulong MappedPrefix = 0xffff;

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public NetworkAddress(UInt128 value)
        : this((ulong)(value >> 64), (ulong)value)
    {
    }

    public NetworkAddress(ulong high, ulong low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The first 64 bits.</summary>
    public ulong High { get; }

    /// <summary>The last 64 bits.</summary>
    public ulong Low { get; }

    public UInt128 Value => new(High, Low);

    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix;

    /// <summary>The last 32 bits: the address itself if <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)Low;

    /// <summary>The network that stands for one customer: the whole IPv4 address, or the /64 of an IPv6 address (RFC 6177).</summary>
    public NetworkAddress Subscriber => IsIPv4 ? this : new NetworkAddress(High, 0);

    /// <summary>
    /// The network that one party disposes of at will, in the least that is routed: the /24 of an IPv4 address, the /64 of an IPv6 address.
    /// </summary>
    public NetworkAddress Network => IsIPv4 ? new NetworkAddress(High, Low & ~0xffUL) : Subscriber;

    public static NetworkAddress FromIPv4(uint address) => new(0, (MappedPrefix << 32) | address);

    /// <summary>Reads the first <see cref="Size"/> bytes.</summary>
    public static NetworkAddress Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    public static NetworkAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : Read(bytes);
    }

    /// <summary>
    /// Reads a dotted quad without leading zeros, or an IPv6 address in colon form without brackets or zone. <see cref="IPAddress"/>
    /// also takes "16909060", "0x7f.1", "010.0.0.1" and "fe80::1%eth0"; programs disagree on what these mean, and that is a way past a filter.
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
            var isQuad = TryParseQuad(text, out var quad);
            address = isQuad ? FromIPv4(quad) : default;
            return isQuad;
        }

        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (text.ContainsAnyExcept(IPv6Characters)
            || (tail.Contains('.') && !TryParseQuad(tail, out _))
            || !IPAddress.TryParse(text, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    /// <summary>By value, so IPv4 lies between ::fffe:ffff:ffff and ::1:0:0:0.</summary>
    public int CompareTo(NetworkAddress other) => Value.CompareTo(other.Value);

    /// <summary>Canonical text (RFC 5952). An address is personal data: it belongs in no log, metric or trace.</summary>
    public override string ToString() => ToIPAddress().ToString();

    public static bool operator <(NetworkAddress left, NetworkAddress right) => left.Value < right.Value;

    public static bool operator >(NetworkAddress left, NetworkAddress right) => left.Value > right.Value;

    public static bool operator <=(NetworkAddress left, NetworkAddress right) => left.Value <= right.Value;

    public static bool operator >=(NetworkAddress left, NetworkAddress right) => left.Value >= right.Value;

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
