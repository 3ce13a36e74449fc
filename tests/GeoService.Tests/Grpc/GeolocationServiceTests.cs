using System.Net;
using Affluence.Geo.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Affluence.GeoService.Tests.Grpc;

[Trait("Category", "Integration")]
public sealed class GeolocationServiceTests(GeolocationServiceTests.Service service) : IClassFixture<GeolocationServiceTests.Service>
{
    private readonly GeoHost _host = service.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8", "US", "United States", "États-Unis", Placement.Located, "8.8.8.8")]
    [InlineData("::ffff:8.8.8.8", "US", "United States", "États-Unis", Placement.Located, "8.8.8.8")]
    [InlineData("2002:808:808::1", "US", "United States", "États-Unis", Placement.Located, "8.8.8.8")]
    [InlineData("2001:0:4136:e378:8000:63bf:f7f7:f7f7", "US", "United States", "États-Unis", Placement.Located, "8.8.8.8")]
    [InlineData("64:FF9B::808:808", "US", "United States", "États-Unis", Placement.Located, "8.8.8.8")]
    [InlineData("192.168.0.1", "ZZ", "Unknown", "Inconnu", Placement.Reserved, "192.168.0.1")]
    [InlineData("2001:0DB8::1", "ZZ", "Unknown", "Inconnu", Placement.Reserved, "2001:db8::1")]
    public async Task Locate_Address_IsAnsweredInFull(
        string address, string code, string english, string french, Placement placement, string lookedUp)
    {
        var response = await _host.Geo.LocateAsync(new LocateRequest { Address = address }, cancellationToken: Cancellation);

        Assert.Equal((code, english, french), (response.CountryCode, response.EnglishName, response.FrenchName));
        Assert.Equal((placement, lookedUp), (response.Placement, response.LookedUp));
        Assert.Equal(placement != Placement.Located, response.Network.Length == 0);
        Assert.True(placement != Placement.Located || IPNetwork.Parse(response.Network).Contains(IPAddress.Parse(lookedUp)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData(" 1.2.3.4")]
    [InlineData("010.0.0.1")]
    [InlineData("16909060")]
    [InlineData("fe80::1%eth0")]
    [InlineData("é")]
    public async Task Locate_OtherText_IsInvalid(string address)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Geo.LocateAsync(new LocateRequest { Address = address }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith($"address: the {address.Length} characters are no IPv4 address", refusal.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>The status is logged here, by the framework, and by whoever called: it may be somebody's address with a port.</summary>
    [Theory]
    [InlineData("203.0.113.77:8080", "203.0.113")]
    [InlineData("2a0b:4ec7::%eth0", "2a0b")]
    public async Task Locate_MalformedAddress_IsNotGivenBack(string address, string part)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _host.Geo.LocateAsync(new LocateRequest { Address = address }, cancellationToken: Cancellation));

        Assert.DoesNotContain(part, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    public async Task LocateMany_UpToTheLimit_GivesTwoBytesEach(int count)
    {
        var addresses = new byte[count * NetworkAddress.Size];
        for (var index = 0; index < count; index++)
        {
            NetworkAddress.FromIPv4(0x08080808).Write(addresses.AsSpan(index * NetworkAddress.Size));
        }

        var response = await _host.Geo.LocateManyAsync(
            new LocateManyRequest { Addresses = ByteString.CopyFrom(addresses) }, cancellationToken: Cancellation);

        Assert.Equal(string.Concat(Enumerable.Repeat("US", count)), response.CountryCodes.ToStringUtf8());
    }

    [Theory]
    [InlineData(1, "addresses: 1 bytes are no multiple of 16")]
    [InlineData(17, "addresses: 17 bytes are no multiple of 16")]
    [InlineData(1_048_592, "addresses: 1048592 bytes are more than the 1048576 of one call")]
    [InlineData(1_600_000, "addresses: 1600000 bytes are more than the 1048576 of one call")]
    public async Task LocateMany_OfAnotherLength_IsInvalid(int length, string message)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await _host.Geo.LocateManyAsync(
            new LocateManyRequest { Addresses = ByteString.CopyFrom(new byte[length]) }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(message, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetDataset_OfTheBundledFile_CarriesItsAttribution()
    {
        var response = await _host.Geo.GetDatasetAsync(new GetDatasetRequest(), cancellationToken: Cancellation);

        Assert.Equal(
            ("CC BY 4.0", "IP Geolocation by DB-IP", "https://db-ip.com", ""),
            (response.License, response.Attribution, response.AttributionUrl, response.ReloadError));
        Assert.Equal((593_597UL, 773_898UL), (response.Ipv4Networks, response.Ipv6Networks));
        Assert.Equal("2026-06-01", response.BuildTime.ToDateTimeOffset().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(64, response.Sha256.Length);
    }

    [Fact]
    public async Task Reflection_InProduction_IsNotServed()
    {
        var client = new global::Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(_host.Channel);
        using var call = client.ServerReflectionInfo(cancellationToken: Cancellation);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(Cancellation));

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    public sealed class Service : IAsyncLifetime
    {
        internal GeoHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await GeoHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
