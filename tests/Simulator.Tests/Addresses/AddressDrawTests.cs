using Affluence.CountryFiles;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Traffic;

namespace Affluence.Simulator.Tests.Addresses;

public sealed class AddressDrawTests
{
    private static readonly CountryDataset Dataset = CountryFile.Load(CountryFile.BundledPath);
    private static readonly CountryNetworks Networks = new(Dataset);

    [Theory]
    [InlineData("US")]
    [InlineData("CA")]
    [InlineData("GB")]
    [InlineData("BV")]
    public void Draw_Country_GivesAddressesThatLieInIt(string code)
    {
        var country = CountryCode.Parse(code);
        var draw = new AddressDraw(Networks, new Random(1));

        for (var number = 0; number < 200; number++)
        {
            var address = draw.Draw(country);
            Assert.Equal(country, Dataset.Find(address));
            Assert.False(AddressClassifier.IsReserved(address), $"{address} is reserved");
        }
    }

    [Fact]
    public void Draw_CountryWithTooFewAddresses_IsRefused()
    {
        var draw = new AddressDraw(Networks, new Random(1));

        var refusal = Assert.Throws<UnusableArgumentException>(() => { draw.Draw(CountryCode.Unknown); });

        Assert.Equal("--mix: ZZ has too few addresses for so many visitors.", refusal.Message);
    }

    [Fact]
    public void Networks_UnknownCountry_GivePublicAddressesThatNoCountryHas()
    {
        var random = new Random(1);
        for (var number = 0; number < 200; number++)
        {
            Assert.Equal(AddressPlacement.NotInDataset, Dataset.Locate(Networks.Draw(CountryCode.Unknown, random)).Placement);
        }
    }

    [Fact]
    public void Crowd_OfAMix_IsDistinctAndInProportion()
    {
        Assert.True(CountryMix.TryParse("US=50,CA=37,AU=3,GB=1,other=9", out var mix, out _));

        var visitors = Crowd.Draw(Dataset, mix, 20_000, seed: 7);

        Assert.Equal(20_000, visitors.Select(visitor => visitor.Address.IsIPv4 ? visitor.Address.Value : visitor.Address.Value >> 64).Distinct().Count());
        Assert.InRange(visitors.Count(visitor => !visitor.Address.IsIPv4), 3_000, 5_000);
        Assert.Equal([10_000, 7_400, 600, 200, 1_800], visitors.CountBy(visitor => visitor.Part).OrderBy(count => count.Key).Select(count => count.Value));
        var named = mix.Parts.Select(part => part.Country).OfType<CountryCode>().ToHashSet();
        Assert.All(visitors, visitor =>
        {
            var country = Dataset.Find(visitor.Address);
            Assert.True(mix.Parts[visitor.Part].Country is { } part ? country == part : !country.IsUnknown && !named.Contains(country), $"{visitor} is in {country}");
        });
    }

    [Fact]
    public void Crowd_OfOneSeed_IsTheSameEachTime()
    {
        Assert.True(CountryMix.TryParse("US=50,other=50", out var mix, out _));

        Assert.Equal(Crowd.Draw(Dataset, mix, 500, seed: 7), Crowd.Draw(Dataset, mix, 500, seed: 7));
        Assert.NotEqual(Crowd.Draw(Dataset, mix, 500, seed: 7), Crowd.Draw(Dataset, mix, 500, seed: 8));
    }
}
