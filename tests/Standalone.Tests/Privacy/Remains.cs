using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Affluence.Tests.Searches;

namespace Affluence.Tests.Privacy;

/// <summary>Looks for visitors in bytes, whatever those are: addresses and user agents as text, in binary, in hexadecimal and in Base64.</summary>
/// <remarks>
/// Long forms are found once, and that is enough. Four bytes, or eight hexadecimal digits, also come up by chance: in 20 MB without pattern
/// one given address does in 1 case of 200. A place that keeps addresses keeps those of many, so these forms tell of a leak when three
/// visitors are found in one of them: by chance that is 1 case in 10,000 even if all 20 MB were without pattern, and what is stored is mostly text and zeros.
/// </remarks>
internal sealed class Remains(IReadOnlyCollection<Passerby> crowd)
{
    private const int MeetingsByChance = 2;

    private readonly List<Form> _forms = [.. crowd.SelectMany(FormsOf).DistinctBy(form => (form.Name, Convert.ToHexString(form.Bytes)))];

    /// <summary>What of whom was found, one line each; empty if nothing was.</summary>
    public IReadOnlyList<string> In(ReadOnlySpan<byte> bytes)
    {
        return [.. Form.Find(_forms, bytes)
            .GroupBy(form => (form.Name, form.IsShort))
            .Where(forms => !forms.Key.IsShort || forms.Count() > MeetingsByChance)
            .SelectMany(forms => forms.Select(form => form.ToString()))];
    }

    /// <summary>All forms in which a visitor is looked for.</summary>
    internal static IEnumerable<Form> FormsOf(Passerby visitor) =>
    [
        .. visitor.Address.AddressFamily == AddressFamily.InterNetwork ? FormsOfIPv4(visitor.Address) : FormsOfIPv6(visitor.Address),
        // The part that all have in common, so that a shortened one is found too.
        .. Form.OfText("user agent", Passerby.Browser, Passerby.Browser),
    ];

    private static IEnumerable<Form> FormsOfIPv4(IPAddress address)
    {
        var (text, bytes) = (address.ToString(), address.GetAddressBytes());
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        byte[] littleEndian = [.. bytes.Reverse()];
        return
        [
            // With the address, which begins with it.
            .. Form.OfText("network as text", text[..(text.LastIndexOf('.') + 1)], text),
            new("address as a decimal number", Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), text),
            new("address in 4 bytes", bytes, text, IsShort: true),
            new("address in 4 bytes, least first", littleEndian, text, IsShort: true),
            new("address as a varint", Varint(number), text, IsShort: true),
            .. Form.Hexadecimal("address", bytes, text, isShort: true),
            .. Form.Hexadecimal("address, least first", littleEndian, text, isShort: true),
            new("address in Base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), text),
        ];
    }

    private static IEnumerable<Form> FormsOfIPv6(IPAddress address)
    {
        var (text, network) = (address.ToString(), address.GetAddressBytes()[..8]);
        // Any way to write it begins with its network, which has no zero to leave out.
        var beginning = text[..(text.IndexOf("::", StringComparison.Ordinal) + 1)];
        return
        [
            .. Form.OfText("network as text", beginning, text),
            .. Form.OfText("network in capitals", beginning.ToUpperInvariant(), text),
            new("network in a URL", Encoding.ASCII.GetBytes(Uri.EscapeDataString(beginning)), text),
            new("network in 8 bytes", network, text),
            new("network in 8 bytes, least first", [.. network.Reverse()], text),
            new("network as a varint", Varint(BinaryPrimitives.ReadUInt64BigEndian(network)), text),
            .. Form.Hexadecimal("network", network, text, isShort: false),
            .. Form.Base64("network", network, text),
        ];
    }

    private static byte[] Varint(ulong number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        return [.. bytes, (byte)number];
    }
}
