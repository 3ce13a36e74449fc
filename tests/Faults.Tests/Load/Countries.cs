using System.Net;
using System.Net.Sockets;

namespace Affluence.Faults.Tests.Load;

/// <summary>
/// A country for each crowd, so that the figures of one test are no part of another's, and the beginning of at least a thousand /24 networks that
/// are that country's in the file GeoService comes with.
/// </summary>
internal static class Countries
{
    /// <summary>Each visitor has a /24 of his own: nothing that is told or limited by network mixes them up.</summary>
    private const uint Stride = 256;

    public static IReadOnlyList<(string Code, string Network)> All { get; } =
    [
        ("US", "28.0.0.0"), ("GB", "25.0.0.0"), ("DE", "53.0.0.0"), ("JP", "133.0.0.0"), ("CN", "36.128.0.0"), ("IN", "117.192.0.0"),
        ("KR", "121.128.0.0"), ("IT", "79.0.0.0"), ("ID", "39.192.0.0"), ("CA", "9.64.0.0"), ("MX", "189.128.0.0"), ("FR", "86.192.0.0"),
        ("AU", "1.128.0.0"), ("TW", "120.96.0.0"), ("NL", "145.96.0.0"), ("VN", "14.160.0.0"), ("ZA", "41.0.0.0"), ("ES", "83.32.0.0"),
        ("BR", "179.128.0.0"), ("PL", "83.0.0.0"), ("CO", "181.128.0.0"), ("EG", "156.160.0.0"), ("PK", "39.32.0.0"), ("MA", "105.128.0.0"),
        ("TN", "197.0.0.0"), ("IE", "34.240.0.0"), ("AR", "186.128.0.0"), ("SE", "78.64.0.0"), ("GH", "154.160.0.0"), ("BE", "109.128.0.0"),
        ("TR", "78.160.0.0"), ("KE", "105.48.0.0"), ("IR", "2.176.0.0"), ("NG", "105.112.0.0"), ("CR", "201.192.0.0"), ("DZ", "105.96.0.0"),
        ("MU", "102.224.0.0"), ("TH", "89.48.0.0"), ("MY", "175.136.0.0"), ("PH", "49.144.0.0"), ("AE", "94.200.0.0"), ("CH", "85.0.0.0"),
        ("IL", "79.176.0.0"), ("NZ", "122.56.0.0"), ("SA", "188.48.0.0"), ("CL", "191.112.0.0"), ("GR", "94.64.0.0"), ("RU", "5.136.0.0"),
        ("DK", "83.88.0.0"), ("PT", "85.240.0.0"), ("FI", "91.152.0.0"), ("UG", "102.80.0.0"), ("NO", "84.208.0.0"), ("PE", "190.232.0.0"),
        ("LT", "78.56.0.0"), ("KZ", "2.72.0.0"), ("HR", "93.136.0.0"), ("ZM", "102.144.0.0"), ("BY", "178.120.0.0"), ("PY", "181.120.0.0"),
        ("VE", "190.198.0.0"), ("UY", "167.56.0.0"), ("SD", "102.120.0.0"), ("AO", "105.168.0.0"), ("RO", "86.120.0.0"), ("CZ", "90.176.32.0"),
        ("SG", "18.138.0.0"), ("MG", "102.16.0.0"), ("AT", "84.112.0.0"), ("UA", "37.52.0.0"), ("TZ", "156.156.0.0"), ("TG", "196.168.0.0"),
        ("SI", "188.196.0.0"), ("PA", "186.72.0.0"), ("LY", "41.252.0.0"), ("LU", "158.166.0.0"), ("KW", "37.36.0.0"), ("IQ", "37.236.0.0"),
        ("HU", "89.132.0.0"), ("HK", "113.252.0.0"), ("CM", "102.244.0.0"), ("CI", "102.136.0.0"), ("BH", "56.184.0.0"), ("EC", "186.68.21.0"),
    ];

    public static string Address(string network, int visitor)
    {
        var bytes = IPAddress.Parse(network).GetAddressBytes();
        var address = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) + ((uint)visitor * Stride) + 7;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes) is { AddressFamily: AddressFamily.InterNetwork } ip ? ip.ToString() : throw new InvalidOperationException("no IPv4");
    }
}
