using System.Net;
using MaxMind.Db;

namespace Affluence.CountryFiles.Tests;

[Trait("Category", "Integration")]
public sealed class BundledFileTests(BundledFile file)
{
    [Fact]
    public void Find_AtBothEndsOfEveryNetwork_AgreesWithTheReader()
    {
        using var reader = new Reader(new MemoryStream(file.Bytes));
        var compared = 0;
        foreach (var network in reader.FindAll<Dictionary<string, object>>())
        {
            var country = CountryCode.Parse((string)network.Data["country_code"]);
            var range = AddressRange.OfNetwork(NetworkAddress.From(network.Start), network.PrefixLength);
            foreach (var address in new[] { range.First, range.Last })
            {
                var found = file.Dataset.Find(address);
                compared += found == country ? 1 : 0;
                Assert.True(
                    found == country || AddressClassifier.Carried(address) != address || AddressClassifier.IsReserved(address),
                    $"{address} is in {country}, not {found}");
            }
        }

        Assert.True(compared > 2_700_000, $"{compared} compared");
    }

    [Fact]
    public void Locate_InMidstOfEveryFiftiethNetwork_GivesANetworkThatHoldsTheFileS()
    {
        using var reader = new Reader(new MemoryStream(file.Bytes));
        var number = 0;
        foreach (var network in reader.FindAll<Dictionary<string, object>>())
        {
            var range = AddressRange.OfNetwork(NetworkAddress.From(network.Start), network.PrefixLength);
            var middle = new NetworkAddress(range.First.Value + (range.Span / 2));
            if (number++ % 50 != 0 || AddressClassifier.Carried(middle) != middle || AddressClassifier.IsReserved(middle))
            {
                continue;
            }

            var location = file.Dataset.Locate(middle);

            Assert.Equal((string)network.Data["country_code"], location.Country.ToString());
            var given = IPNetwork.Parse(location.Network!);
            Assert.True(given.Contains(network.Start) && given.PrefixLength <= network.PrefixLength, $"{given} lacks {network.Start}");
        }
    }

    [Fact]
    public void Description_OfTheBundledFile_CountsAsItsReadmeDoes()
    {
        var description = file.Dataset.Description;

        Assert.Equal(593_597, description.IPv4Networks);
        Assert.Equal(773_898, description.IPv6Networks);
        Assert.Equal(new DateOnly(2026, 6, 1), DateOnly.FromDateTime(description.BuildTime!.Value.UtcDateTime));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Bytes)), description.Sha256);
        Assert.Equal(file.Dataset.Ranges.Select(range => range.Country).Distinct().Count(), description.Countries);
    }

    [Fact]
    public void TableBytes_OfTheBundledFile_AreWithinTheBudget() => Assert.InRange(file.Dataset.TableBytes, 1, 60_000_000);

    [Fact]
    public void Ranges_OfTheBundledFile_AreWhatFindSays() =>
        Assert.All(
            file.Dataset.Ranges.Where((_, index) => index % 100 == 0),
            range =>
            {
                Assert.Equal(range.Country, file.Dataset.Find(range.Range.First));
                Assert.Equal(range.Country, file.Dataset.Find(range.Range.Last));
            });

    [Theory]
    [InlineData("8.8.8.8", "US")]
    [InlineData("::ffff:8.8.8.8", "US")]
    [InlineData("2002:808:808::1", "US")]
    [InlineData("64:ff9b::808:808", "US")]
    [InlineData("10.1.2.3", "ZZ")]
    [InlineData("2001:db8::1", "ZZ")]
    [InlineData("2002:a01:203::1", "ZZ")]
    [InlineData("fe80::1", "ZZ")]
    public void LocateMany_KnownAddress_IsItsCountry(string text, string country)
    {
        Assert.True(NetworkAddress.TryParse(text, out var address));
        Span<byte> addresses = stackalloc byte[2 * NetworkAddress.Size];
        address.Write(addresses[NetworkAddress.Size..]);
        Span<byte> codes = stackalloc byte[4];

        var tally = file.Dataset.LocateMany(addresses, codes);

        Assert.Equal("ZZ" + country, System.Text.Encoding.ASCII.GetString(codes));
        Assert.Equal(country == "ZZ" ? new LocationTally(0, 0, 2) : new LocationTally(1, 0, 1), tally);
    }

    [Fact]
    public void Lookup_AnyAddress_AllocatesNothing()
    {
        var addresses = new byte[1000 * NetworkAddress.Size];
        new Random(1).NextBytes(addresses);
        var codes = new byte[addresses.Length / 8];
        file.Dataset.LocateMany(addresses, codes);
        file.Dataset.Find(NetworkAddress.FromIPv4(1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        file.Dataset.LocateMany(addresses, codes);
        for (uint address = 0; address < 1000; address++)
        {
            file.Dataset.Find(NetworkAddress.FromIPv4(address << 22));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
