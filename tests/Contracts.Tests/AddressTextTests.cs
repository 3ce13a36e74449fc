using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Tests;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8::A", "2001:db8::a")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("::ffff:102:304", "1.2.3.4")]
    [InlineData("64:ff9b::1.2.3.4", "64:ff9b::102:304")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("2002:aaaa:aaaa:aaaa:aaaa:aaaa:255.255.255.255", "2002:aaaa:aaaa:aaaa:aaaa:aaaa:ffff:ffff")]
    public void TryParse_Address_IsRead(string text, string canonical)
    {
        Assert.True(NetworkAddress.TryParse(text, out var address));
        Assert.Equal(IPAddress.Parse(canonical), address.ToIPAddress());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3.+4")]
    [InlineData("01.2.3.4")]
    [InlineData("010.0.0.1")]
    [InlineData("00.0.0.0")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("16909060")]
    [InlineData("127.1")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4\n")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1.2.3.4:80")]
    [InlineData("1.2.3.4/24")]
    [InlineData("١.2.3.4")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:::2")]
    [InlineData("::1::")]
    [InlineData("1::2::3")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2:3:4:5:6:7:8")]
    [InlineData("::1:2:3:4:5:6:7:8")]
    [InlineData("12345::")]
    [InlineData("00001::")]
    [InlineData("g::")]
    [InlineData("-1::")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("::1/64")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1")]
    [InlineData("::1.2.3")]
    [InlineData("::01.2.3.4")]
    [InlineData("::1.2.3.4:1")]
    [InlineData("1.2.3.4::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("0000:0000:0000:0000:0000:ffff:255.255.255.2555")]
    [InlineData("localhost")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(NetworkAddress.TryParse(text, out _));

    [Fact]
    public void TryParse_TextOf300Characters_IsRefused() => Assert.False(NetworkAddress.TryParse(new string('1', 300), out _));

    [Fact]
    public void TryParse_WhatDotNetWrites_IsTheSameAddress() =>
        Prop.ForAll<byte[], bool>((seed, sparse) =>
        {
            var bytes = new byte[seed.Length % 2 == 0 ? 4 : 16];
            for (var index = 0; index < Math.Min(seed.Length, bytes.Length); index++)
            {
                bytes[index] = sparse && index % 3 != 0 ? (byte)0 : seed[index];
            }

            var address = new IPAddress(bytes);
            return NetworkAddress.TryParse(address.ToString(), out var parsed) && parsed == NetworkAddress.From(address);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_IsAtMostWhatDotNetReads()
    {
        var character = Gen.Elements("0123456789abcfF:.%[]/x ".ToCharArray());
        var text = character.ArrayOf().Select(characters => new string(characters)).ToArbitrary();

        Prop.ForAll(text, candidate =>
                !NetworkAddress.TryParse(candidate, out var parsed)
                || (IPAddress.TryParse(candidate, out var read) && NetworkAddress.From(read) == parsed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }
}
