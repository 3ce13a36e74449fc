using Affluence.Gateway.Delivery;
using Affluence.Geo.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.Delivery;

public sealed class CountryLocatorTests : IDisposable
{
    private static readonly Hit[] Hits =
        [new(Bucket.Of(new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero)), HitKind.PageView, HitOutcome.Served, NetworkAddress.FromIPv4(1), string.Empty, default)];

    // Nobody listens there.
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress("http://127.0.0.1:9");
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _channel.Dispose();

    /// <summary>As it is where nothing is set: docs/reliability.md, F3.</summary>
    [Fact]
    public async Task GeoAway_ByDefault_HitsWaitForTenSecondsAndAreThenOfNoCountryThatIsKnown()
    {
        var locator = new CountryLocator(
            new GeolocationService.GeolocationServiceClient(_channel), Options.Create(new DeliveryOptions()), _time, NullLogger<CountryLocator>.Instance);

        Assert.Null(await LocateAsync(locator));
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Null(await LocateAsync(locator));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(CountryCode.Unknown, Assert.Single((await LocateAsync(locator))!));
    }

    private static Task<CountryCode[]?> LocateAsync(CountryLocator locator) =>
        locator.LocateAsync(Hits, mayWait: true, TestContext.Current.CancellationToken);
}
