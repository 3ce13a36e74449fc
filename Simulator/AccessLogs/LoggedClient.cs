using System.Buffers;
using System.Text;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads a client's address as logs write it: alone, in brackets or quotes, with a port or a zone, or as a list that proxies wrote.
/// </summary>
internal static class LoggedClient
{
    private const int MaxListLength = 1024;

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"'%()=");

    /// <param name="proxies">Who is no client; null if nobody said, and then a list can't be read.</param>
    /// <returns>Why it can't be read; null if it can.</returns>
    public static LineFault? Read(ReadOnlySpan<byte> text, ClientChain? proxies, out NetworkAddress address) =>
        TryReadQuad(text, out address) ? null : ReadAny(text, proxies, out address);

    /// <summary>Reads the list that a peer wrote, if it is a proxy that may.</summary>
    public static LineFault? Read(ReadOnlySpan<byte> peer, ReadOnlySpan<byte> forwardedFor, ClientChain proxies, out NetworkAddress address)
    {
        var fault = Read(peer, proxies, out address);
        if (fault is not null || forwardedFor.Length > MaxListLength || !proxies.Trusts(address))
        {
            return fault;
        }

        var walk = proxies.Behind(address);
        walk.Through(Clean(forwardedFor, stackalloc char[forwardedFor.Length]));
        address = walk.Client ?? default;
        return walk.Client is null ? LineFault.NoAddress : null;
    }

    /// <summary>Whether a word is an address, a list of some, or what proxies write for one: it is no host's name then.</summary>
    public static bool IsOne(ReadOnlySpan<byte> word)
    {
        if (word.Contains((byte)',') || word is [(byte)'-'] || word.SequenceEqual("unknown"u8))
        {
            return true;
        }

        return word.Length <= MaxListLength && IsAddress(word);
    }

    /// <summary>Whether a text is an address, or a list of nothing else.</summary>
    public static bool IsAddressOrList(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxListLength)
        {
            return false;
        }

        foreach (var part in text.Split(','))
        {
            if (!ClientEntry.TryRead(text[part].Trim(), out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The addresses of a list of nothing else, as any field may hold it; none if it is no such list.</summary>
    public static IReadOnlyList<NetworkAddress> AddressesIn(string text)
    {
        if (text.Length is 0 or > MaxListLength)
        {
            return [];
        }

        var list = Clean(Encoding.Latin1.GetBytes(text), stackalloc char[text.Length]);
        var addresses = new List<NetworkAddress>();
        foreach (var part in list.Split(','))
        {
            if (!ClientEntry.TryRead(list[part].Trim(), out var address))
            {
                return [];
            }

            addresses.Add(address);
        }

        return addresses;
    }

    public static bool IsAddress(ReadOnlySpan<byte> word) =>
        TryReadQuad(word, out _) || (word.Length <= MaxListLength && ClientEntry.TryRead(Clean(word, stackalloc char[word.Length]), out _));

    private static LineFault? ReadAny(ReadOnlySpan<byte> text, ClientChain? proxies, out NetworkAddress address)
    {
        address = default;
        if (text.Length > MaxListLength)
        {
            return LineFault.NoAddress;
        }

        var list = Clean(text, stackalloc char[text.Length]);
        var comma = list.LastIndexOf(',');
        if (!ClientEntry.TryRead(list[(comma + 1)..].Trim(), out address))
        {
            return LineFault.NoAddress;
        }

        if (comma < 0)
        {
            return null;
        }

        if (proxies is null)
        {
            return LineFault.ManyAddresses;
        }

        if (!proxies.Trusts(address))
        {
            return null;
        }

        var walk = proxies.Behind(address);
        walk.Through(list[..comma]);
        address = walk.Client ?? default;
        return walk.Client is null ? LineFault.NoAddress : null;
    }

    /// <summary>
    /// Without spaces around it, quotes, parentheses, zones (<c>fe80::1%eth0</c> is an address of one machine's one network), and what names it
    /// and follows: <c>xff=192.0.2.1</c>, <c>for=192.0.2.1;proto=https</c> (RFC 7239).
    /// </summary>
    private static ReadOnlySpan<char> Clean(ReadOnlySpan<byte> text, Span<char> room)
    {
        var list = room[..Encoding.Latin1.GetChars(text, room)];
        if (!list.ContainsAny(Quotes))
        {
            return list.Trim();
        }

        var (length, entry) = (0, 0);
        var (isZone, isNamed, isBehind) = (false, false, false);
        foreach (var letter in list)
        {
            (isNamed, isBehind) = letter == ',' ? (false, false) : (isNamed, isBehind || (isNamed && letter == ';'));
            isZone = letter == '%' || (isZone && letter is not (',' or ']' or '"' or ';'));
            if (letter == '=' && !isNamed)
            {
                isNamed = true;
                length = entry;
            }
            else if (!isZone && !isBehind && letter is not ('"' or '\'' or '(' or ')'))
            {
                list[length++] = letter;
                entry = letter == ',' ? length : entry;
            }
        }

        return list[..length].Trim();
    }

    /// <summary>A dotted quad without leading zeros: nearly all addresses.</summary>
    private static bool TryReadQuad(ReadOnlySpan<byte> text, out NetworkAddress address)
    {
        var (value, part, digits, points) = (0u, 0u, 0, 0);
        address = default;
        foreach (var letter in text)
        {
            var digit = (uint)letter - '0';
            if (digit <= 9)
            {
                part = (part * 10) + digit;
                if (part > byte.MaxValue || (digits > 0 && part < 10))
                {
                    return false;
                }

                digits++;
            }
            else if (letter == '.' && digits > 0 && points < 3)
            {
                (value, part, digits, points) = ((value << 8) | part, 0, 0, points + 1);
            }
            else
            {
                return false;
            }
        }

        if (points != 3 || digits == 0)
        {
            return false;
        }

        address = NetworkAddress.FromIPv4((value << 8) | part);
        return true;
    }
}
