using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Gateway.Tests.Identity;

public sealed class VisitorHasherTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

    [Fact]
    public void Hash_IsStable() =>
        // Pinned: two gateways of different versions must agree on who is who.
        Assert.Equal(0xF3E0547EC1B5F71E, Hash("site", "192.0.2.1", "browser"));

    [Fact]
    public void Hash_DependsOnEveryPart()
    {
        ulong[] hashes =
        [
            Hash("site", "192.0.2.1", "browser"), Hash("site", "192.0.2.2", "browser"), Hash("site", "192.0.2.1", "browser2"),
            Hash("site2", "192.0.2.1", "browser"), Hash("site", "192.0.2.1", "browser", [.. Secret.Reverse()]), Hash("site", "192.0.2.1", ""),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Hash_OneSlash64_IsOneVisitor() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(ulong Network, ulong First, ulong Second)>().Filter(address => address.Network != 0),
            address => new VisitorHasher("site").Hash(Secret, new NetworkAddress(new UInt128(address.Network, address.First)), "browser")
                == new VisitorHasher("site").Hash(Secret, new NetworkAddress(new UInt128(address.Network, address.Second)), "browser"))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hash_WithAKeyedHash_IsTheSameAgainAndAgain()
    {
        using var keyed = VisitorHasher.NewHash(Secret);
        Prop.ForAll(
            ArbMap.Default.ArbFor<(ulong High, ulong Low, NonNull<string> UserAgent)>(),
            visitor =>
            {
                var hasher = new VisitorHasher("site");
                var address = new NetworkAddress(visitor.High, visitor.Low);
                var userAgent = visitor.UserAgent.Get[..Math.Min(visitor.UserAgent.Get.Length, VisitorHasher.MaxUserAgentLength)];
                return hasher.Hash(keyed, address, userAgent) == hasher.Hash(Secret, address, userAgent);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Hash_LongestUserAgentOfWidestCharacters_Fits() =>
        Assert.NotEqual(0UL, Hash("site", "192.0.2.1", new string('\uFFFD', VisitorHasher.MaxUserAgentLength)));

    private static ulong Hash(string site, string address, string userAgent, byte[]? secret = null) =>
        new VisitorHasher(site).Hash(secret ?? Secret, NetworkAddress.From(IPAddress.Parse(address)), userAgent);
}
