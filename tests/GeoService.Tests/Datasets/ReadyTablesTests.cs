using Affluence.CountryFiles;
using Affluence.Geo;
using Affluence.Testing;
using Affluence.Testing.CountryFiles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Affluence.GeoService.Tests.Datasets;

/// <summary>A country file is scanned once. A token that is cancelled ends a scan at its first network, and so tells whether there is one.</summary>
public sealed class ReadyTablesTests(BundledDataset bundled) : IDisposable
{
    private static readonly CancellationToken NoScan = new(canceled: true);

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeLogger<DatasetLoader> _logger = new();

    private string FilePath => _folder.File("country.mmdb");

    private string TablesPath => FilePath + ".tables";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_FileThatWasScanned_IsNotScannedAgain()
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        Assert.Throws<OperationCanceledException>(() => Load(NoScan));

        var first = Load(Cancellation);
        var second = Load(NoScan);

        Assert.Equal(first.Description, second.Description);
        Assert.Equal(first.Ranges, second.Ranges);
        Assert.Equal([TablesPath, FilePath], Directory.GetFiles(_folder.Path).OrderDescending());
        Assert.Empty(_logger.Collector.GetSnapshot());
    }

    [Fact]
    public async Task Load_OtherFileBesideTheTables_IsScannedAndItsTablesKept()
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        Load(Cancellation);
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("FR"), Cancellation);

        Assert.Throws<OperationCanceledException>(() => Load(NoScan));
        Assert.Equal("FR", CountryOf(Load(Cancellation)));
        Assert.Equal("FR", CountryOf(Load(NoScan)));
    }

    [Fact]
    public async Task Load_FileThatIsRefused_LeavesNoTables()
    {
        await File.WriteAllBytesAsync(FilePath, MalformedFiles.All["metadata: format 3"], Cancellation);

        Assert.Throws<CountryFileException>(() => Load(Cancellation));

        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    /// <summary>Whatever became of them, the answer is the country file's.</summary>
    [Fact]
    public async Task Load_DamagedTables_AreMadeAnew()
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        Load(Cancellation);
        var sound = await File.ReadAllBytesAsync(TablesPath, Cancellation);
        var random = new Random(1);
        for (var damage = 0; damage < 60; damage++)
        {
            var damaged = (byte[])sound.Clone();
            if (damage % 2 == 0)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }
            else
            {
                // Most of it is the first levels of the tries; what stands before them is cut as often.
                damaged = damaged[..random.Next(damage % 4 == 1 ? 300 : damaged.Length)];
            }

            await File.WriteAllBytesAsync(TablesPath, damaged, Cancellation);

            Assert.Throws<OperationCanceledException>(() => Load(NoScan));
            Assert.Equal("CA", CountryOf(Load(Cancellation)));
            Assert.Equal(sound, await File.ReadAllBytesAsync(TablesPath, Cancellation));
        }
    }

    [Fact]
    public async Task Load_FolderThatTakesNoTables_AnswersAndSaysSo()
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        Directory.CreateDirectory(TablesPath);

        Assert.Equal("CA", CountryOf(Load(Cancellation)));

        var entry = Assert.Single(_logger.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Contains(TablesPath, entry.Message, StringComparison.Ordinal);
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Tables_OfTheBundledFile_AreReadAsTheyWereWritten()
    {
        TablesFile.Write(TablesPath, bundled.Dataset);

        var read = TablesFile.Read(TablesPath, bundled.Dataset.Description.Sha256);

        Assert.Equal(bundled.Dataset.Description, read!.Description);
        Assert.True(bundled.Dataset.Tables.IPv4.Entries.SequenceEqual(read.Tables.IPv4.Entries));
        Assert.True(bundled.Dataset.Tables.IPv6.Entries.SequenceEqual(read.Tables.IPv6.Entries));
        Assert.True(bundled.Dataset.Tables.IPv4Ranges.Starts.SequenceEqual(read.Tables.IPv4Ranges.Starts));
        Assert.True(bundled.Dataset.Tables.IPv6Ranges.Starts.SequenceEqual(read.Tables.IPv6Ranges.Starts));
        Assert.True(bundled.Dataset.Tables.IPv4Ranges.Values.SequenceEqual(read.Tables.IPv4Ranges.Values));
        Assert.True(bundled.Dataset.Tables.IPv6Ranges.Values.SequenceEqual(read.Tables.IPv6Ranges.Values));
    }

    private CountryDataset Load(CancellationToken cancellationToken) => new DatasetLoader(_logger).Load(FilePath, cancellationToken);

    private static string CountryOf(CountryDataset dataset) => dataset.Find(NetworkAddress.FromIPv4(0x01020304)).ToString();

    private static byte[] CountryFileOf(string code) =>
        new MmdbWriter("Test").Add("1.0.0.0/8", new() { ["country_code"] = code }).ToArray();
}
