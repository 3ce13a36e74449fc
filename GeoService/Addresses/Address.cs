using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Affluence.Geo;

/// <summary>An IPv4 or IPv6 address: 128 bits, IPv4 in its mapped form (<c>::ffff:a.b.c.d</c>), as on the wire.</summary>
/// <remarks>Kept as two words: shifts and comparisons of <see cref="UInt128"/> took two thirds of a look-up.</remarks>
public readonly record struct Address : IComparable<Address>
{
    /// <summary>Bytes of an address on the wire, in network order.</summary>
    public const int Size = 16;

    private const ulong MappedPrefix = 0xffff;

    public Address(UInt128 value)
        : this((ulong)(value >> 64), (ulong)value)
    {
    }

    public Address(ulong high, ulong low)
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

    public static Address FromIPv4(uint address) => new(0, (MappedPrefix << 32) | address);

    /// <summary>Reads the first <see cref="Size"/> bytes.</summary>
    public static Address Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    public static Address From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : Read(bytes);
    }

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    /// <summary>By value, so IPv4 lies between ::fffe:ffff:ffff and ::1:0:0:0.</summary>
    public int CompareTo(Address other) => Value.CompareTo(other.Value);

    public override string ToString() => ToIPAddress().ToString();

    public static bool operator <(Address left, Address right) => left.Value < right.Value;

    public static bool operator >(Address left, Address right) => left.Value > right.Value;

    public static bool operator <=(Address left, Address right) => left.Value <= right.Value;

    public static bool operator >=(Address left, Address right) => left.Value >= right.Value;
}
