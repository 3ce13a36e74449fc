using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using Affluence.Report;
using Affluence.Report.History;
using Affluence.Report.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests.Live;

public sealed class PlacesTests : IDisposable
{
    private static readonly IPAddress One = IPAddress.Parse("198.51.100.7");
    private static readonly IPAddress Other = IPAddress.Parse("198.51.100.8");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Places _places;

    public PlacesTests()
    {
        var options = Options.Create(new ReportOptions { MaximumStreamClients = 3, MaximumStreamClientsPerAddress = 2 });
        _places = new Places(
            options,
            new ReportMetrics(
                _services.GetRequiredService<IMeterFactory>(), new CurrentSnapshot(options, TimeProvider.System), new RecordingBacklog(TimeProvider.System), TimeProvider.System));
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Enter_OneAddressTakesAllItMay_OthersStillGetIn()
    {
        Assert.Equal([true, true, false], Enter(PlaceKind.Stream, One, One, One));
        Assert.Equal([true, false], Enter(PlaceKind.Stream, Other, Other));
    }

    [Theory]
    [InlineData(nameof(PlaceKind.Export), 32)]
    [InlineData(nameof(PlaceKind.Picture), 64)]
    public void Enter_WhatTakesProcessorTime_FourOfAnAddressAndAFewInAll(string name, int most)
    {
        var kind = Enum.Parse<PlaceKind>(name);
        Assert.Equal([true, true, true, true, false], Enter(kind, One, One, One, One, One));
        for (var place = 4; place < most; place++)
        {
            Assert.Equal([true], Enter(kind, IPAddress.Parse($"203.0.113.{place}")));
        }

        Assert.Equal([false], Enter(kind, Other));
    }

    [Fact]
    public void Enter_AllPlacesOfAKindTaken_OtherKindsAreFree()
    {
        Enter(PlaceKind.Stream, One, One, Other);

        Assert.Equal([false], Enter(PlaceKind.Stream, Other));
        Assert.All(
            [PlaceKind.GrpcStream, PlaceKind.Circuit, PlaceKind.Dashboard, PlaceKind.Export, PlaceKind.Picture], kind => Assert.Equal([true], Enter(kind, Other)));
    }

    [Fact]
    public void Enter_AddressesOfOneSubscriber_CountAsOne()
    {
        Assert.Equal(
            [true, true, false, true],
            Enter(
                PlaceKind.Stream,
                IPAddress.Parse("2001:db8:1:2::1"), IPAddress.Parse("2001:db8:1:2:ffff::9"), IPAddress.Parse("2001:db8:1:2:abcd::"), IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Equal([true, true, false], Enter(PlaceKind.GrpcStream, One, One.MapToIPv6(), One));
    }

    [Fact]
    public void Leave_OnceOrTwice_FreesOnePlace()
    {
        var first = _places.TryEnter(PlaceKind.Stream, One)!;
        Enter(PlaceKind.Stream, One);

        first.Dispose();
        first.Dispose();

        Assert.Equal([true, false], Enter(PlaceKind.Stream, One, One));
    }

    /// <summary>Or whoever comes from one address after another would fill the memory, without holding any place.</summary>
    [Fact]
    public void Leave_OfAllWhoCame_LeavesNothingOfTheirAddresses()
    {
        var kinds = Enum.GetValues<PlaceKind>();
        for (var client = 0; client < 100; client++)
        {
            using var other = _places.TryEnter(kinds[client % kinds.Length], IPAddress.Parse($"203.0.113.{client}"));
            using var place = _places.TryEnter(kinds[client % kinds.Length], IPAddress.Parse($"2001:db8:1:{client}::1"));
        }

        Assert.Empty(TakenByAddress(_places));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_takenByAddress")]
    private static extern ref Dictionary<(PlaceKind Kind, NetworkAddress Address), int> TakenByAddress(Places places);

    private List<bool> Enter(PlaceKind kind, params IPAddress[] addresses) => [.. addresses.Select(address => _places.TryEnter(kind, address) is not null)];
}
