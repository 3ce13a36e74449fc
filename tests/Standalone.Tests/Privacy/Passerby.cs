using System.Globalization;
using System.Net;

namespace Affluence.Tests.Privacy;

/// <summary>A visitor whose address and browser are like nobody's, so that what is left of them is his.</summary>
/// <param name="Address">Without pattern, and of bytes that neither text nor small numbers are made of.</param>
/// <param name="UserAgent">Says <see cref="Browser"/> and a word of his own.</param>
internal sealed record Passerby(IPAddress Address, string UserAgent)
{
    /// <summary>In every user agent of these visitors, and nowhere else.</summary>
    public const string Browser = "Quillfeather";

    private const int FixedSeed = 20161108;

    /// <summary>Two of three by IPv4, the third by IPv6.</summary>
    public static IReadOnlyList<Passerby> Crowd(int size)
    {
        var random = new Random(FixedSeed);
        return [.. Enumerable.Range(0, size).Select(number => new Passerby(
            number % 3 < 2 ? IPv4(random) : IPv6(random),
            string.Create(CultureInfo.InvariantCulture, $"{Browser}/7.31 (Hollow Reed {number:000}; rv:{random.Next(1_000_000):000000})")))];
    }

    private static IPAddress IPv4(Random random) => new([.. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(129, 223))]);

    private static IPAddress IPv6(Random random)
    {
        var bytes = new byte[16];
        // The middle is left zero, so that the text has a shorter form.
        (bytes[0], bytes[1], bytes[15]) = (0x2a, 0x0b, (byte)random.Next(129, 223));
        for (var index = 2; index < 8; index++)
        {
            bytes[index] = (byte)random.Next(129, 223);
        }

        return new IPAddress(bytes);
    }
}
