namespace Affluence.CountryFiles.Tests;

public sealed class DatasetCacheTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SameBytesUnderAnyName_OneDatasetWhileItIsInUse()
    {
        File.WriteAllBytes(_folder.File("one"), FileOf("CA"));
        File.WriteAllBytes(_folder.File("other"), FileOf("CA"));

        var dataset = CountryFile.Load(_folder.File("one"), Cancellation);

        Assert.Same(dataset, CountryFile.Load(_folder.File("one"), Cancellation));
        Assert.Same(dataset, CountryFile.Load(_folder.File("other"), Cancellation));
        GC.KeepAlive(dataset);
    }

    [Fact]
    public void Load_OtherBytesUnderTheSameName_AnotherDataset()
    {
        File.WriteAllBytes(_folder.File("file"), FileOf("CA"));
        var before = CountryFile.Load(_folder.File("file"), Cancellation);
        File.WriteAllBytes(_folder.File("file"), FileOf("US"));
        var after = CountryFile.Load(_folder.File("file"), Cancellation);

        var address = NetworkAddress.From(System.Net.IPAddress.Parse("1.2.3.4"));
        Assert.Equal(("CA", "US"), (before.Find(address).ToString(), after.Find(address).ToString()));
    }

    [Fact]
    public void Load_FileThatIsNone_RefusedEachTime()
    {
        File.WriteAllText(_folder.File("file"), "no country file");

        Assert.Throws<CountryFileException>(() => CountryFile.Load(_folder.File("file"), Cancellation));
        Assert.Throws<CountryFileException>(() => CountryFile.Load(_folder.File("file"), Cancellation));
    }

    private static byte[] FileOf(string country) => new MmdbWriter("Test").Add("1.0.0.0/8", new() { ["country_code"] = country }).ToArray();
}
