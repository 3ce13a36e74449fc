using System.Buffers;
using System.Text;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Takes from addresses what logs write around them, and finds addresses in other text.</summary>
internal static class AddressText
{
    private static readonly SearchValues<char> Around = SearchValues.Create("\"'%()<>[]=\\");

    private static readonly SearchValues<char> InAddresses = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:");

    /// <summary>
    /// A list without spaces around it, quotes, parentheses, brackets around what has no colon, zones (<c>fe80::1%eth0</c> is an address of one machine's
    /// one network), and what names it and follows: <c>xff=192.0.2.1</c>, <c>for=192.0.2.1;proto=https</c> (RFC 7239).
    /// </summary>
    /// <param name="room">For as many characters.</param>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<byte> text, Span<char> room)
    {
        var list = room[..Encoding.Latin1.GetChars(text, room)];
        if (!list.ContainsAny(Around))
        {
            return list.Trim();
        }

        var (length, entry) = (0, 0);
        var (isZone, isNamed, isBehind, isInBrackets) = (false, false, false, false);
        for (var at = 0; at < list.Length; at++)
        {
            var letter = list[at];
            (isNamed, isBehind) = letter == ',' ? (false, false) : (isNamed, isBehind || (isNamed && letter == ';'));
            isZone = letter == '%' || (isZone && letter is not (',' or ']' or '"' or ';'));
            isInBrackets = letter == '[' ? !HasColon(list[at..]) : isInBrackets;
            var isAround = letter is '"' or '\'' or '(' or ')' or '<' or '>' or '\\' || (isInBrackets && letter is '[' or ']');
            isInBrackets &= letter != ']';
            if (letter == '=' && !isNamed)
            {
                isNamed = true;
                length = entry;
            }
            else if (!isZone && !isBehind && !isAround)
            {
                list[length++] = letter;
                entry = letter == ',' ? length : entry;
            }
        }

        return list[..length].Trim();
    }

    /// <summary>The addresses that stand in a text as words of their own, or behind a name and a colon; first to last.</summary>
    public static IReadOnlyList<NetworkAddress> AddressesWithin(ReadOnlySpan<char> text)
    {
        List<NetworkAddress>? addresses = null;
        for (var start = text.IndexOfAny(InAddresses); start >= 0; start = text.IndexOfAny(InAddresses))
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(InAddresses);
            length = length < 0 ? text.Length : length;
            if (TryReadWord(text[..length], out var address))
            {
                (addresses ??= []).Add(address);
            }

            text = text[length..];
        }

        return addresses ?? (IReadOnlyList<NetworkAddress>)[];
    }

    private static bool TryReadWord(ReadOnlySpan<char> word, out NetworkAddress address)
    {
        while (!ClientEntry.TryRead(word, out address))
        {
            var colon = word.IndexOf(':');
            if (colon < 0)
            {
                word = word.TrimEnd('.');
                return ClientEntry.TryRead(word, out address);
            }

            word = word[(colon + 1)..];
        }

        return true;
    }

    private static bool HasColon(ReadOnlySpan<char> bracketed)
    {
        var end = bracketed.IndexOf(']');
        return (end < 0 ? bracketed : bracketed[..end]).Contains(':');
    }
}
