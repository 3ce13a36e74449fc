using System.Net;
using System.Text;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>Whose address is taken for the visitor's.</summary>
public sealed class LoggedClientTests
{
    private static readonly ClientChain Proxies = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/48")], ClientChain.DefaultHopLimit);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("\"192.0.2.1\"", "192.0.2.1")]
    [InlineData("192.0.2.1:443", "192.0.2.1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("[fe80::1%25eth0]:80", "fe80::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1, 10.0.0.1", "192.0.2.1")]
    [InlineData("198.51.100.9, 192.0.2.1,10.0.0.1, [2001:db8:1::1]:80", "192.0.2.1")]
    public void Read_AddressAsServersWriteIt_IsRead(string text, string address)
    {
        Assert.Null(LoggedClient.Read(Encoding.ASCII.GetBytes(text), Proxies, out var read));
        Assert.Equal(address, read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("unknown")]
    [InlineData("host.example.net")]
    [InlineData("192.0.2.01")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2")]
    [InlineData("1")]
    [InlineData("192.0.2.1, unknown")]
    [InlineData("unknown, 10.0.0.1")]
    public void Read_WhatIsNoAddress_IsNot(string text) =>
        Assert.Equal(LineFault.NoAddress, LoggedClient.Read(Encoding.ASCII.GetBytes(text), Proxies, out _));

    /// <summary>A list is read as the gateway reads X-Forwarded-For of a trusted peer, and never without a word on who is a proxy.</summary>
    [Fact]
    public void Read_AnyList_IsTheRightMostThatIsNoProxyOrIsNotReadAtAll() =>
        Prop.ForAll(
            (from length in Gen.Choose(2, 6)
             from entries in Gen.ArrayOf(Gen.Choose(1, 254).SelectMany(last => Gen.Elements($"10.0.0.{last}", $"192.0.2.{last}", $"2001:db8:1::{last:x}", $"2001:db8:2::{last:x}")), length)
             from separator in Gen.Elements(", ", ",")
             select (entries, separator)).ToArbitrary(),
            list =>
            {
                var text = Encoding.ASCII.GetBytes(string.Join(list.separator, list.entries));
                var expected = list.entries.Reverse().Select((entry, place) => (entry, place))
                    .First(item => item.place == Math.Min(list.entries.Length - 1, ClientChain.DefaultHopLimit) || !Proxies.Trusts(IPAddress.Parse(item.entry))).entry;
                return LoggedClient.Read(text, null, out _) == LineFault.ManyAddresses
                    && LoggedClient.Read(text, Proxies, out var read) is null
                    && read.Equals(NetworkAddress.From(IPAddress.Parse(expected)));
            }).QuickCheckThrowOnFailure();

    /// <summary>Whatever stands before the time: where it holds several addresses, none is taken without a word on who is a proxy.</summary>
    [Fact]
    public void Parse_AnyFieldsBeforeTheTime_NeverTakesOneOfSeveralAddresses() =>
        Prop.ForAll(
            Gen.Elements("www.example.org", "www.example.org:443", "203.0.113.7", "104.16.9.1", "[2001:db8::7]:443", "203.0.113.7,", "-", "unknown", "frank").ListOf()
                .Where(words => words.Count is > 0 and < 5).ToArbitrary(),
            words =>
            {
                var line = string.Join(' ', words) + " - - [08/Nov/2016:23:00:00 -0500] \"GET /en HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"";
                var together = words.SkipWhile(word => word[0] is not ('1' or '2' or '[')).TakeWhile(word => word[0] is '1' or '2' or '[').Count();
                return together < 2 || new[] { LogFormat.Combined, LogFormat.VhostCombined, LogFormat.Common, LogFormat.VhostCommon }
                    .All(format => ParsedLine.Of(format, line).Kind == LineKind.Bad);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
