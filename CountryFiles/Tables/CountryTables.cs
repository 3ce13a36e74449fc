namespace Affluence.CountryFiles;

/// <summary>What look-ups are answered from: of each family the ranges, and the same as a trie.</summary>
internal sealed record CountryTables(RangeTable IPv4Ranges, RangeTable IPv6Ranges, PrefixTrie IPv4, PrefixTrie IPv6)
{
    public static CountryTables Build(RangeTable ipv4, RangeTable ipv6) =>
        new(ipv4, ipv6, PrefixTrie.Build(ipv4, RangeTable.IPv4), PrefixTrie.Build(ipv6, RangeTable.IPv6));
}
