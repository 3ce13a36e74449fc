using System.Buffers;
using System.Globalization;

namespace Affluence.Geo;

/// <summary>
/// Reads an address from text, strictly: a dotted quad without leading zeros, or the colon form of RFC 4291 section 2.2 without zone.
/// </summary>
/// <remarks>
/// <see cref="System.Net.IPAddress.TryParse(string, out System.Net.IPAddress)"/> also takes <c>16909060</c>, <c>0x7f.1</c>,
/// <c>010.0.0.1</c> (octal), <c>[::1]:80</c> and <c>fe80::1%eth0</c>; programs disagree on what these mean, and that is a way past a filter.
/// </remarks>
public static class AddressText
{
    /// <summary>The longest form: <c>ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255</c>.</summary>
    public const int MaxLength = 45;

    private const int Groups = 8;

    // Checked first, since .NET's number parsers drop NULs at the end of what they are given.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        if (text.Length > MaxLength || text.ContainsAnyExcept(Allowed))
        {
            return false;
        }

        if (text.Contains(':'))
        {
            return TryParseIPv6(text, out address);
        }

        var parsed = TryParseIPv4(text, out var quad);
        address = parsed ? Address.FromIPv4(quad) : default;
        return parsed;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        var octets = 0;
        foreach (var range in text.Split('.'))
        {
            var octet = text[range];
            if (++octets > 4
                || octet.Length is 0 or > 3
                || (octet.Length > 1 && octet[0] == '0')
                || !byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            address = (address << 8) | value;
        }

        return octets == 4;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return TryParseGroups(text, mayEndInIPv4: true, out var all, out var count) && count == Groups && Accept(all, out address);
        }

        // "::" stands for at least one group of zeros. A second one leaves an empty group behind and fails there.
        var before = text[..gap];
        var after = text[(gap + 2)..];
        UInt128 high = 0, low = 0;
        int highCount = 0, lowCount = 0;
        return (before.IsEmpty || TryParseGroups(before, mayEndInIPv4: false, out high, out highCount))
            && (after.IsEmpty || TryParseGroups(after, mayEndInIPv4: true, out low, out lowCount))
            && highCount + lowCount < Groups
            && Accept((highCount == 0 ? 0 : high << (16 * (Groups - highCount))) | low, out address);
    }

    private static bool Accept(UInt128 value, out Address address)
    {
        address = new Address(value);
        return true;
    }

    private static bool TryParseGroups(ReadOnlySpan<char> text, bool mayEndInIPv4, out UInt128 value, out int count)
    {
        value = 0;
        count = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (count == Groups)
            {
                return false;
            }

            if (mayEndInIPv4 && range.End.Value == text.Length && group.Contains('.'))
            {
                count += 2;
                var parsed = TryParseIPv4(group, out var quad);
                value = (value << 32) | quad;
                return parsed;
            }

            if (group.Length is 0 or > 4
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            {
                return false;
            }

            value = (value << 16) | bits;
            count++;
        }

        return true;
    }
}
