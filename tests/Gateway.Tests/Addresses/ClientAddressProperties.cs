using System.Globalization;
using System.Net;
using Affluence.Gateway.Addresses;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Tests.Addresses;

/// <summary>What holds of X-Forwarded-For whatever stands in it.</summary>
public sealed class ClientAddressProperties
{
    private const int HopLimit = 5;

    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.1");
    private static readonly ClientAddressResolver Resolver = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")], HopLimit);

    /// <summary>Addresses of both kinds that no trusted network holds.</summary>
    private static readonly Gen<NetworkAddress> Client = Gen.OneOf(
        ArbMap.Default.GeneratorFor<uint>().Where(address => address >> 24 != 10).Select(NetworkAddress.FromIPv4),
        ArbMap.Default.GeneratorFor<(ulong High, ulong Low)>().Select(words => new NetworkAddress(words.High | (0x2UL << 60), words.Low))
            .Where(address => address.High >> 56 != 0xfd));

    private static readonly Gen<NetworkAddress> TrustedHop = Gen.OneOf(
        ArbMap.Default.GeneratorFor<uint>().Select(address => NetworkAddress.FromIPv4((10u << 24) | (address >> 8))),
        ArbMap.Default.GeneratorFor<(ulong High, ulong Low)>().Select(words => new NetworkAddress((words.High >> 8) | (0xfdUL << 56), words.Low)));

    /// <summary>Text as an attacker would write it: pieces of addresses, and any characters.</summary>
    private static readonly Gen<string> Junk = Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements("1", ".", ":", "::", "[", "]", ",", " ", "%", "0x7f", "unknown", "_hidden", "255", "256", "10.0.0.1", "ffff", "\"", "for=", "\t", "-")
            .ListOf().Select(string.Concat));

    [Fact]
    public void AnyText_IsNobodyOrACanonicalAddress() =>
        Prop.ForAll(Junk.ListOf().ToArbitrary(), lines =>
        {
            var text = Resolve([.. lines])?.ToString();
            return text is null || (NetworkAddress.TryParse(text, out var address) && address.ToString() == text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LeftOfTheFirstUntrustedHop_NothingMatters() =>
        Prop.ForAll(
            (from client in Client
             from junk in Junk.ListOf()
             from count in Gen.Choose(0, HopLimit - 1)
             from hops in TrustedHop.ListOf(count)
             select (client, junk, hops)).ToArbitrary(),
            input =>
            {
                string[] seen = [input.client.ToString(), .. input.hops.Select(hop => hop.ToString())];
                return Resolve(string.Join(", ", input.junk.Concat(seen))) == input.client && Resolve([.. input.junk, .. seen]) == input.client;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Client_WithAPortOrWithout_IsTheSame() =>
        Prop.ForAll(
            (from client in Client from port in Gen.Choose(0, IPEndPoint.MaxPort) select (client, port)).ToArbitrary(),
            input =>
            {
                var (address, port) = (input.client.ToString(), input.port.ToString(CultureInfo.InvariantCulture));
                string[] forms = input.client.IsIPv4
                    ? [address, $"{address}:{port}", $"::ffff:{address}", $"[::ffff:{address}]:{port}"]
                    : [address, $"[{address}]", $"[{address}]:{port}", address.ToUpperInvariant()];
                return forms.All(form => Resolve(form) == input.client);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneLineOrSeveral_AreTheSame() =>
        Prop.ForAll(
            (from before in Junk.ListOf() from after in Junk.ListOf() select (before, after)).ToArbitrary(),
            input => Resolve($"{string.Join(',', input.before)},{string.Join(',', input.after)}")
                == Resolve(string.Join(',', input.before), string.Join(',', input.after))
                // An empty line is no entry, an empty place between commas is one that can't be read.
                || input.before.All(string.IsNullOrEmpty) || input.after.All(string.IsNullOrEmpty)).QuickCheckThrowOnFailure();

    [Fact]
    public void UntrustedPeer_IsTheClientWhateverItSays() =>
        Prop.ForAll(
            (from client in Client from junk in Junk.ListOf() select (client, junk)).ToArbitrary(),
            input => Resolver.Resolve(input.client.ToIPAddress(), new StringValues([.. input.junk])) == input.client).QuickCheckThrowOnFailure();

    private static NetworkAddress? Resolve(params string[] lines) => Resolver.Resolve(Proxy, new StringValues(lines));
}
