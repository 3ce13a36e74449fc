using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Tests;

public sealed class NetworkAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:c000:201", "192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.1", "64:ff9b::c000:201")]
    public void TryParse_Address_IsReadInCanonicalForm(string text, string expected)
    {
        Assert.True(NetworkAddress.TryParse(text, out var address));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    // Numbers that programs read in different ways.
    [InlineData("1")]
    [InlineData("16909060")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.04")]
    [InlineData("::ffff:010.0.0.1")]
    // No addresses.
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1")]
    [InlineData("::1::")]
    [InlineData("12345::")]
    [InlineData("localhost")]
    [InlineData("١.٢.٣.٤")]
    [InlineData("0000:0000:0000:0000:0000:0000:0000:0000:0000:00")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(NetworkAddress.TryParse(text, out _));

    [Fact]
    public void TextAndBytes_RoundTrip_ForAllAddresses() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ulong High, ulong Low)>(), halves =>
        {
            var address = new NetworkAddress(new UInt128(halves.High, halves.Low));
            return NetworkAddress.TryParse(address.ToString(), out var parsed) && parsed == address && NetworkAddress.From(address.ToIPAddress()) == address;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void IPv4_RoundTrip_ForAllAddresses() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), bits =>
        {
            var address = NetworkAddress.FromIPv4(bits);
            return address.IsIPv4
                && address.Subscriber == address
                && NetworkAddress.TryParse(address.ToString(), out var parsed)
                && parsed == address
                && NetworkAddress.From(address.ToIPAddress().MapToIPv6()) == address;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subscriber_OfIPv6_IsItsSlash64() =>
        Assert.Equal("2001:db8:1:2::", NetworkAddress.From(IPAddress.Parse("2001:db8:1:2:3:4:5:6")).Subscriber.ToString());
}
