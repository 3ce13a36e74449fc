using System.Net;
using Affluence.Gateway.Addresses;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Tests.Addresses;

public sealed class ClientAddressResolverTests
{
    private const string Proxy = "10.0.0.1";

    [Theory]
    // Right to left, up to the first that is not trusted; what is left of it the client may have written.
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("6.6.6.6, 192.0.2.1", "192.0.2.1")]
    [InlineData("6.6.6.6, 192.0.2.1, 10.9.9.9", "192.0.2.1")]
    [InlineData("garbage, 192.0.2.1", "192.0.2.1")]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1:4711", "192.0.2.1")]
    [InlineData("[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("\t192.0.2.1 ", "192.0.2.1")]
    // No form of an address: nobody can be told, and above all not the proxy.
    [InlineData("unknown", null)]
    [InlineData("6.6.6.6, unknown", null)]
    [InlineData("", null)]
    [InlineData("192.0.2.1,", null)]
    [InlineData("1", null)]
    [InlineData("16909060", null)]
    [InlineData("0x7f.1", null)]
    [InlineData("010.0.0.1", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1.2.3.256", null)]
    [InlineData("192.0.2.1:port", null)]
    [InlineData("192.0.2.1:123456", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("[192.0.2.1]:80", null)]
    public void Resolve_FromTrustedProxy(string forwardedFor, string? expected) =>
        Assert.Equal(expected, Resolve(Proxy, forwardedFor));

    [Fact]
    public void Resolve_HeaderInSeveralLines_ReadsTheLastFirst() =>
        Assert.Equal("192.0.2.2", Resolve(Proxy, "192.0.2.1", "192.0.2.2"));

    [Fact]
    public void Resolve_NoHeader_IsThePeer() => Assert.Equal(Proxy, Resolve(Proxy));

    [Fact]
    public void Resolve_UntrustedPeer_IsThePeerWhateverItSays() => Assert.Equal("198.51.100.1", Resolve("198.51.100.1", "192.0.2.1"));

    [Fact]
    public void Resolve_PeerOnDualStackSocket_IsTrustedAsIPv4() => Assert.Equal("192.0.2.1", Resolve("::ffff:10.0.0.1", "192.0.2.1"));

    [Fact]
    public void Resolve_MoreTrustedHopsThanAllowed_StopsAtTheLimit() =>
        Assert.Equal("10.0.0.3", Resolve(Proxy, "192.0.2.1, 10.0.0.3, 10.0.0.2"));

    [Fact]
    public void Resolve_NobodyTrusted_IsThePeer() =>
        Assert.Equal(Proxy, new ClientAddressResolver([], 2).Resolve(IPAddress.Parse(Proxy), "192.0.2.1")?.ToString());

    private static string? Resolve(string peer, params string[] forwardedFor) =>
        new ClientAddressResolver([IPNetwork.Parse("10.0.0.0/8")], hopLimit: 2)
            .Resolve(IPAddress.Parse(peer), new StringValues(forwardedFor))?.ToString();
}
