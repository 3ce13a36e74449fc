using System.Text;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Reads a client's address as logs write it: alone, in brackets or quotes, with a port or a zone, or as a list that proxies wrote.
/// </summary>
internal static class LoggedClient
{
    private const int MaxListLength = 1024;

    /// <param name="proxies">Who is no client; null if nobody said, and then a list can't be read.</param>
    /// <returns>Why it can't be read; null if it can.</returns>
    public static LineFault? Read(ReadOnlySpan<byte> text, ClientChain? proxies, out NetworkAddress address) =>
        TryReadQuad(text, out address) ? null : ReadAny(text, proxies, isChosen: false, out address);

    /// <summary>Reads the field that the operator named; what else stands in it is no matter.</summary>
    public static LineFault? ReadChosen(ReadOnlySpan<byte> text, ClientChain? proxies, out NetworkAddress address) =>
        TryReadQuad(text, out address) ? null : ReadAny(text, proxies, isChosen: true, out address);

    /// <summary>Reads the list that a peer wrote, if it is a proxy that may.</summary>
    public static LineFault? Read(ReadOnlySpan<byte> peer, ReadOnlySpan<byte> forwardedFor, ClientChain proxies, out NetworkAddress address)
    {
        var fault = Read(peer, proxies, out address);
        if (fault is not null || forwardedFor.Length > MaxListLength || !proxies.Trusts(address))
        {
            return fault;
        }

        var walk = proxies.Behind(address);
        walk.Through(AddressText.Clean(forwardedFor, stackalloc char[forwardedFor.Length]));
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

        return word.Length <= MaxListLength && (IsAddress(word) || AddressText.AddressesWithin(Encoding.Latin1.GetString(word)).Count > 0);
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

    /// <summary>The addresses that a field holds, first to last.</summary>
    /// <param name="isFreeText">Whether clients may write anything there, and versions look like addresses: then it holds some only if it is a list of nothing else.</param>
    public static IReadOnlyList<NetworkAddress> AddressesIn(string text, bool isFreeText = false) =>
        text.Length is 0 or > MaxListLength ? [] : ListedIn(text) is [_, ..] listed ? listed : isFreeText ? [] : AddressText.AddressesWithin(text);

    private static List<NetworkAddress> ListedIn(string text)
    {
        var list = AddressText.Clean(Encoding.Latin1.GetBytes(text), stackalloc char[text.Length]);
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
        TryReadQuad(word, out _) || (word.Length <= MaxListLength && ClientEntry.TryRead(AddressText.Clean(word, stackalloc char[word.Length]), out _));

    private static LineFault? ReadAny(ReadOnlySpan<byte> text, ClientChain? proxies, bool isChosen, out NetworkAddress address)
    {
        address = default;
        if (text.Length > MaxListLength)
        {
            return LineFault.NoAddress;
        }

        var list = AddressText.Clean(text, stackalloc char[text.Length]);
        var comma = list.LastIndexOf(',');
        if (!ClientEntry.TryRead(list[(comma + 1)..].Trim(), out address))
        {
            return ReadWithin(list, list[(comma + 1)..], proxies, isChosen, out address);
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

    /// <summary>The addresses among other text. What stands last must hold one: after <c>unknown</c> the ones before it are nobody's word.</summary>
    private static LineFault? ReadWithin(ReadOnlySpan<char> list, ReadOnlySpan<char> last, ClientChain? proxies, bool isChosen, out NetworkAddress address)
    {
        address = default;
        if (AddressText.AddressesWithin(last).Count == 0)
        {
            return LineFault.NoAddress;
        }

        var addresses = AddressText.AddressesWithin(list);
        if (!isChosen)
        {
            return addresses.Count > 1 ? LineFault.NoList : LineFault.NoAddress;
        }

        address = addresses[^1];
        if (addresses.Count == 1 || proxies?.Trusts(address) == false)
        {
            return null;
        }

        if (proxies is null)
        {
            return LineFault.ManyAddresses;
        }

        var walk = proxies.Behind(address);
        walk.Through(string.Join(',', addresses.SkipLast(1)));
        address = walk.Client ?? default;
        return walk.Client is null ? LineFault.NoAddress : null;
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
