using Affluence.Gateway.Addresses;

namespace Affluence.Gateway.Tests.Addresses;

public sealed class AddressConcentrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // Page views from the three most frequent addresses, of a thousand; browsers; judgement.
    [InlineData(1_000, 50, true)]
    [InlineData(950, 50, true)]
    [InlineData(949, 50, false)]
    [InlineData(0, 50, false)]
    // A load test or a monitor: everything from one address, but by the same program.
    [InlineData(1_000, 9, false)]
    [InlineData(1_000, 10, true)]
    public void Add_ASample_IsJudgedByShareAndBrowsers(int fromFew, int browsers, bool isConcentrated)
    {
        var judgement = Sample(new AddressConcentration(), fromFew, browsers);

        Assert.Equal(isConcentrated, judgement.IsConcentrated);
    }

    [Fact]
    public void Add_FewerThanASample_SaysNothing()
    {
        var concentration = new AddressConcentration();

        Assert.All(
            Enumerable.Range(0, AddressConcentration.SampleSize - 1),
            pageView => Assert.Null(concentration.Add(NetworkAddress.FromIPv4(1), $"browser {pageView}", Now)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_ASampleThatTakesTooLong_BeginsAnew(bool isForgottenInBetween)
    {
        var concentration = new AddressConcentration();
        for (var pageView = 1; pageView < AddressConcentration.SampleSize; pageView++)
        {
            concentration.Add(NetworkAddress.FromIPv4(1), $"browser {pageView}", Now);
        }

        var later = Now + AddressConcentration.LongestSample + TimeSpan.FromSeconds(1);
        if (isForgottenInBetween)
        {
            concentration.Forget(later);
            Assert.Equal(0, concentration.KnownAddresses);
        }

        Assert.Null(concentration.Add(NetworkAddress.FromIPv4(2), "browser", later));
        Assert.Equal(1, concentration.KnownAddresses);
    }

    [Fact]
    public void Add_ShareSinksALittle_StaysConcentratedUntilItSinksALot()
    {
        var concentration = new AddressConcentration();

        Assert.True(Sample(concentration, 960).IsConcentrated);
        Assert.True(Sample(concentration, 810).IsConcentrated);
        Assert.False(Sample(concentration, 790).IsConcentrated);
        Assert.False(Sample(concentration, 940).IsConcentrated);
    }

    [Fact]
    public void Add_AddressesOfOneSlash64_AreOne()
    {
        var concentration = new AddressConcentration();
        AddressConcentration.Judgement? last = null;
        for (var pageView = 0; pageView < AddressConcentration.SampleSize; pageView++)
        {
            last = concentration.Add(new NetworkAddress(0x20010db800000000, (ulong)pageView), $"browser {pageView}", Now);
        }

        Assert.True(last!.Value.IsConcentrated);
        Assert.Equal(1, last.Value.Addresses);
    }

    [Theory]
    [InlineData(0x0A000001, true)]
    [InlineData(0x7F000001, true)]
    [InlineData(0x01020304, false)]
    public void Add_TellsTheNetworkOfTheMostFrequentAddressOnly(uint address, bool isPrivate)
    {
        var concentration = new AddressConcentration();
        AddressConcentration.Judgement? last = null;
        for (var pageView = 0; pageView < AddressConcentration.SampleSize; pageView++)
        {
            last = concentration.Add(NetworkAddress.FromIPv4(pageView % 3 == 0 ? address + 1_000 : address), "browser", Now);
        }

        Assert.Equal(isPrivate, last!.Value.MostFrequentIsPrivate);
    }

    private static AddressConcentration.Judgement Sample(AddressConcentration concentration, int fromFew, int browsers = 50)
    {
        AddressConcentration.Judgement? judgement = null;
        for (var pageView = 0; pageView < AddressConcentration.SampleSize; pageView++)
        {
            // The rest comes from an address each.
            var address = pageView < fromFew ? (uint)(pageView % 3) : (uint)(1_000 + pageView);
            // With nobody among the few, three single ones are the most frequent: 0.3 %.
            judgement = concentration.Add(NetworkAddress.FromIPv4(address), $"browser {pageView % browsers}", Now);
        }

        return judgement!.Value;
    }
}
