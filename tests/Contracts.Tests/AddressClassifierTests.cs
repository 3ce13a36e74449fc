namespace Affluence.Tests;

public sealed class AddressClassifierTests
{
    [Theory]
    [InlineData("8.8.8.8", "8.8.8.8")]
    [InlineData("::ffff:8.8.8.8", "8.8.8.8")]
    [InlineData("2002:0808:0808::1", "8.8.8.8")]
    [InlineData("2001:0:4136:e378:8000:63bf:f7f7:f7f7", "8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8", "8.8.8.8")]
    [InlineData("64:ff9b::1:808:808", "64:ff9b::1:808:808")]
    [InlineData("64:ff9b:1::808:808", "64:ff9b:1::808:808")]
    [InlineData("2003::808:808", "2003::808:808")]
    [InlineData("2001:1::808:808", "2001:1::808:808")]
    public void Carried_Address_IsTheIPv4AddressInIt(string text, string expected) =>
        Assert.Equal(Parse(expected), AddressClassifier.Carried(Parse(text)));

    // The last address in front of each block, its first and last ones, and the first behind it.
    [Theory]
    [InlineData(null, "0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [InlineData("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [InlineData("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [InlineData("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [InlineData("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [InlineData("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [InlineData("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [InlineData("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [InlineData("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [InlineData("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [InlineData("223.255.255.255", "224.0.0.0", "255.255.255.255", null)]
    [InlineData(null, "::", "1fff:ffff:ffff:ffff:ffff:ffff:fffe:ffff", "2000::")]
    [InlineData("2000:ffff::", "2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("3ffe:ffff::", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    public void IsReserved_AtTheEdgesOfABlock_HoldsInsideOnly(string? before, string first, string last, string? behind)
    {
        Assert.All(new[] { before, behind }.OfType<string>(), text => Assert.False(AddressClassifier.IsReserved(Parse(text)), text));
        Assert.All(new[] { first, last }, text => Assert.True(AddressClassifier.IsReserved(Parse(text)), text));
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2001:2::1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    public void IsReserved_SpecialAddress_Holds(string text) => Assert.True(AddressClassifier.IsReserved(Parse(text)));

    private static NetworkAddress Parse(string text) => NetworkAddress.TryParse(text, out var address) ? address : throw new FormatException(text);
}
