using System.Net;

namespace Affluence.CountryFiles.Tests;

[Trait("Category", "Integration")]
public sealed class CountryFileTests(BundledFile bundled)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Dictionary<string, object>> Layouts => new()
    {
        { "GeoLite2-Country", new() { ["country"] = Iso("CA"), ["registered_country"] = Iso("US") } },
        { "GeoIP2-City", new() { ["city"] = new Dictionary<string, object>(), ["continent"] = new Dictionary<string, object> { ["code"] = "NA" }, ["country"] = Iso("CA") } },
        { "GeoLite2-Country", new() { ["continent"] = new Dictionary<string, object> { ["code"] = "EU" }, ["registered_country"] = Iso("CA") } },
        { "DBIP-Country", new() { ["country"] = Iso("CA"), ["continent"] = new Dictionary<string, object>() } },
        { "DBIP-Country-Lite", new() { ["country_code"] = "CA" } },
        { "ipinfo generic_country.mmdb", new() { ["country"] = "CA", ["country_name"] = "Canada" } },
        { "ipinfo bundle_country_asn_lite.mmdb", new() { ["country"] = "Canada", ["country_code"] = "CA", ["continent"] = "North America" } },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Read_LayoutOfAnyVendor_GivesTheCountry(string databaseType, Dictionary<string, object> record)
    {
        var file = new MmdbWriter(databaseType).Add("1.2.3.0/24", record).Add("2a00:1::/32", record).ToArray();

        var dataset = CountryFile.Read(file, Cancellation);

        Assert.Equal("CA", dataset.Find(Parse("1.2.3.4")).ToString());
        Assert.Equal("CA", dataset.Find(Parse("2a00:1::1")).ToString());
        Assert.Equal(databaseType, dataset.Description.DatabaseType);
        Assert.Equal((1, 1, 1), (dataset.Description.IPv4Networks, dataset.Description.IPv6Networks, dataset.Description.Countries));
    }

    [Theory]
    [InlineData("EU")]
    [InlineData("AP")]
    [InlineData("A1")]
    [InlineData("ca")]
    [InlineData("")]
    [InlineData("CAN")]
    public void Read_CodeOfNoCountry_IsUnknown(string code)
    {
        var file = new MmdbWriter("Test")
            .Add("1.2.3.0/24", new() { ["country_code"] = code })
            .Add("1.2.4.0/24", new() { ["country_code"] = "CA" })
            .ToArray();

        var location = CountryFile.Read(file, Cancellation).Locate(Parse("1.2.3.4"));

        Assert.Equal((CountryCode.Unknown, AddressPlacement.NotInDataset, "1.2.3.0/24"), (location.Country, location.Placement, location.Network));
    }

    [Fact]
    public void Read_RecordWithoutAnyCountryAmongOthers_IsUnknown()
    {
        var file = new MmdbWriter("GeoLite2-Country")
            .Add("1.2.3.0/24", new() { ["traits"] = new Dictionary<string, object>() })
            .Add("1.2.4.0/24", new() { ["country"] = Iso("CA") })
            .ToArray();

        var dataset = CountryFile.Read(file, Cancellation);

        Assert.Equal(CountryCode.Unknown, dataset.Find(Parse("1.2.3.4")));
        Assert.Equal("CA", dataset.Find(Parse("1.2.4.4")).ToString());
    }

    [Fact]
    public void Locate_NeighboursOfOneCountry_AreGivenAsOneNetwork()
    {
        var file = new MmdbWriter("Test")
            .Add("1.2.2.0/24", new() { ["country_code"] = "CA" })
            .Add("1.2.3.0/24", new() { ["country_code"] = "CA" })
            .Add("1.2.4.0/32", new() { ["country_code"] = "CA" })
            .Add("2a00::/128", new() { ["country_code"] = "FR" })
            .ToArray();

        var dataset = CountryFile.Read(file, Cancellation);

        Assert.Equal("1.2.2.0/23", dataset.Locate(Parse("1.2.3.4")).Network);
        Assert.Equal("1.2.4.0/32", dataset.Locate(Parse("1.2.4.0")).Network);
        Assert.Null(dataset.Locate(Parse("1.2.4.1")).Network);
        Assert.Equal("2a00::/128", dataset.Locate(Parse("2a00::")).Network);
        Assert.Equal(AddressPlacement.NotInDataset, dataset.Locate(Parse("2a00::1")).Placement);
    }

    [Fact]
    public void Read_FileThatRepeatsIPv4UnderIPv6_CountsItOnce()
    {
        var file = new MmdbWriter("GeoLite2-Country")
            .Add("1.2.3.0/24", new() { ["country"] = Iso("CA") })
            .Add("2a00::/16", new() { ["country"] = Iso("FR") })
            .Alias("2002::/16").Alias("2001::/32").Alias("::ffff:0:0/96")
            .ToArray();

        var dataset = CountryFile.Read(file, Cancellation);

        Assert.Equal((1, 1), (dataset.Description.IPv4Networks, dataset.Description.IPv6Networks));
        Assert.Equal("CA", dataset.Find(Parse("2002:102:304::")).ToString());
        Assert.Equal("CA", dataset.Find(Parse("::ffff:1.2.3.4")).ToString());
    }

    [Fact]
    public void Read_FileOfIPv4Alone_HasNoIPv6()
    {
        var file = new MmdbWriter("Test", ipVersion: 4).Add("32.0.0.0/8", new() { ["country_code"] = "CA" }).ToArray();

        var dataset = CountryFile.Read(file, Cancellation);

        Assert.Equal("CA", dataset.Find(Parse("32.1.2.3")).ToString());
        Assert.Equal(CountryCode.Unknown, dataset.Find(Parse("2003::1")));
    }

    [Fact]
    public void Read_BuildTimeBeyondTheCalendar_IsNull()
    {
        var file = new MmdbWriter("Test", buildEpoch: ulong.MaxValue).Add("1.2.3.0/24", new() { ["country_code"] = "CA" }).ToArray();

        Assert.Null(CountryFile.Read(file, Cancellation).Description.BuildTime);
    }

    [Fact]
    public void Read_AutonomousSystemFile_IsRefusedForWhatIsMissing()
    {
        var file = new MmdbWriter("GeoLite2-ASN")
            .Add("1.2.3.0/24", new() { ["autonomous_system_number"] = 13335u, ["autonomous_system_organization"] = "Somebody" })
            .ToArray();

        var refusal = Assert.Throws<CountryFileException>(() => CountryFile.Read(file, Cancellation));

        Assert.Equal(
            "its type is 'GeoLite2-ASN', which names no country: its records hold autonomous_system_number, autonomous_system_organization; "
            + "wanted is country.iso_code, registered_country.iso_code, country_code or country",
            refusal.Message);
    }

    [Fact]
    public void Read_FileWithoutNetworks_IsRefused() =>
        Assert.Contains("there is no record", Assert.Throws<CountryFileException>(() => CountryFile.Read(new MmdbWriter("Test").ToArray(), Cancellation)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_FileOfUnknownCodesAlone_IsRefused()
    {
        var file = new MmdbWriter("Test").Add("1.2.3.0/24", new() { ["country_code"] = "EU" }).ToArray();

        Assert.Contains("none of its records", Assert.Throws<CountryFileException>(() => CountryFile.Read(file, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RecordOfAnotherType_IsRefused()
    {
        var file = new MmdbWriter("Test")
            .Add("1.2.3.0/24", new() { ["country_code"] = "CA" })
            .Add("1.2.4.0/24", new() { ["country_code"] = 12u })
            .ToArray();

        Assert.Throws<CountryFileException>(() => CountryFile.Read(file, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(4_000_000)]
    [InlineData(8_207_300)]
    public void Read_TruncatedFile_IsRefused(int length) =>
        Assert.Throws<CountryFileException>(() => CountryFile.Read(bundled.Bytes[..length], Cancellation));

    [Fact]
    public void Read_SmallFileWithAnyByteChanged_IsReadOrRefusedAndNothingElse()
    {
        byte[] changes = [0x01, 0x80, 0xff];
        var file = new MmdbWriter("GeoLite2-Country", ipVersion: 4).Add("1.0.0.0/8", new() { ["country"] = Iso("CA") }).ToArray();
        for (var index = 0; index < file.Length; index++)
        {
            var damaged = (byte[])file.Clone();
            damaged[index] ^= changes[index % changes.Length];

            var thrown = Record.Exception(() => CountryFile.Read(damaged, Cancellation));

            Assert.True(thrown is null or CountryFileException, $"byte {index}: {thrown}");
        }
    }

    [Fact]
    public void Load_MissingFileOrDirectory_IsRefused()
    {
        Assert.Throws<CountryFileException>(() => CountryFile.Load("/does/not/exist.mmdb", Cancellation));
        Assert.Contains("directory", Assert.Throws<CountryFileException>(() => CountryFile.Load(AppContext.BaseDirectory, Cancellation)).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object> Iso(string code) =>
        new() { ["iso_code"] = code, ["geoname_id"] = 6251999u, ["names"] = new Dictionary<string, object> { ["en"] = "Somewhere" } };

    private static NetworkAddress Parse(string text) => NetworkAddress.From(IPAddress.Parse(text));
}
