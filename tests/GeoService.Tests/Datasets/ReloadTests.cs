using System.Net;
using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.CountryFiles;
using Microsoft.Extensions.Options;

namespace Affluence.GeoService.Tests.Datasets;

[Trait("Category", "Integration")]
public sealed class ReloadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geo-reload-");

    private string FilePath => Path.Combine(_folder.FullName, "country.mmdb");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    public enum Way
    {
        Rename,
        Overwrite,
        DeleteAndCreate,
        SwitchLink,
    }

    [Theory]
    [InlineData(Way.Rename)]
    [InlineData(Way.Overwrite)]
    [InlineData(Way.DeleteAndCreate)]
    [InlineData(Way.SwitchLink)]
    public async Task Reload_FileReplacedInAnyWay_IsAnsweredFrom(Way way)
    {
        var first = Path.Combine(_folder.FullName, "first");
        await File.WriteAllBytesAsync(first, CountryFileOf("CA"), Cancellation);
        File.CreateSymbolicLink(FilePath, first);
        if (way != Way.SwitchLink)
        {
            File.Move(first, FilePath, overwrite: true);
        }

        await using var host = await StartAsync();
        Assert.Equal("CA", await LocateAsync(host));

        await ReplaceAsync(CountryFileOf("FR"), way);

        await UntilAsync(async () => await LocateAsync(host) == "FR");
        Assert.Empty((await DatasetAsync(host)).ReloadError);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("deleted")]
    [InlineData("wrong product")]
    [InlineData("tree: 2^128 empty networks behind one that has a record")]
    [InlineData("data: pointer to itself")]
    [InlineData("data: 100,000 maps in one another")]
    [InlineData("metadata: node_count 2^31")]
    [InlineData("metadata: format 3")]
    public async Task Reload_UnusableFile_KeepsTheOldOneAndSaysSo(string what)
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        await using var host = await StartAsync();
        Assert.StartsWith("Healthy", await host.Management.GetStringAsync("/health", Cancellation), StringComparison.Ordinal);
        var before = await DatasetAsync(host);

        switch (what)
        {
            case "truncated":
                using (var file = File.OpenWrite(FilePath))
                {
                    file.SetLength(100);
                }

                break;
            case "deleted":
                File.Delete(FilePath);
                break;
            default:
                await File.WriteAllBytesAsync(FilePath, what switch
                {
                    "broken" => "not a country file"u8.ToArray(),
                    "empty" => [],
                    _ when MalformedFiles.All.TryGetValue(what, out var malformed) => malformed,
                    _ => new MmdbWriter("GeoLite2-ASN").Add("1.0.0.0/8", new() { ["autonomous_system_number"] = 1u }).ToArray(),
                }, Cancellation);
                break;
        }

        await UntilAsync(async () => (await DatasetAsync(host)).ReloadError.Length > 0);
        Assert.Equal("CA", await LocateAsync(host));
        var kept = await DatasetAsync(host);
        Assert.Equal((before.Sha256, before.LoadTime), (kept.Sha256, kept.LoadTime));
        using var health = await host.Management.GetAsync("/health", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (health.StatusCode, await health.Content.ReadAsStringAsync(Cancellation)));

        await ReplaceAsync(CountryFileOf("FR"), Way.Rename);

        await UntilAsync(async () => await LocateAsync(host) == "FR");
        Assert.Empty((await DatasetAsync(host)).ReloadError);
    }

    [Fact]
    public async Task GetDataset_OfAnotherFile_HasNoAttributionUnlessConfigured()
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);
        await using (var host = await StartAsync())
        {
            Assert.Equal(("", "", ""), Terms(await DatasetAsync(host)));
        }

        await using (var host = await StartAsync(("Geo:License", "Ours"), ("Geo:Attribution", "By us"), ("Geo:AttributionUrl", "https://example.org")))
        {
            Assert.Equal(("Ours", "By us", "https://example.org"), Terms(await DatasetAsync(host)));
        }

        static (string License, string Attribution, string Url) Terms(GetDatasetResponse dataset) =>
            (dataset.License, dataset.Attribution, dataset.AttributionUrl);
    }

    [Fact]
    public async Task Start_WithoutUsableFile_NamesTheSettingAndTheReason()
    {
        var missing = await Assert.ThrowsAsync<InvalidSettingException>(() => StartAsync());
        await File.WriteAllBytesAsync(FilePath, [], Cancellation);
        var empty = await Assert.ThrowsAsync<InvalidSettingException>(() => StartAsync());

        Assert.StartsWith($"Geo:DatabasePath is '{FilePath}', which can't be used: Could not find", missing.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Geo:DatabasePath is '{FilePath}', which can't be used: it is no MaxMind DB", empty.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Geo:ReloadInterval", "00:00:00")]
    [InlineData("Geo:ReloadInterval", "-00:00:05")]
    [InlineData("Geo:ReloadInterval", "2.00:00:00")]
    [InlineData("Geo:MaximumAge", "00:00:00")]
    [InlineData("Geo:MaximumAge", "-30.00:00:00")]
    [InlineData("Geo:AttributionUrl", "javascript:alert(1)")]
    [InlineData("Geo:DatabasePath", "")]
    public async Task Start_SettingOutOfRange_IsRefusedByName(string setting, string value)
    {
        await File.WriteAllBytesAsync(FilePath, CountryFileOf("CA"), Cancellation);

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((setting, value)));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] CountryFileOf(string code) =>
        new MmdbWriter("Test", (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
            .Add("1.0.0.0/8", new() { ["country_code"] = code })
            .ToArray();

    private Task<GeoHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Geo:DatabasePath"] = FilePath, ["Geo:ReloadInterval"] = "00:00:00.1" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return GeoHost.StartAsync(all);
    }

    private async Task ReplaceAsync(byte[] content, Way way)
    {
        var other = Path.Combine(_folder.FullName, "other");
        switch (way)
        {
            case Way.Overwrite:
                await File.WriteAllBytesAsync(FilePath, content, Cancellation);
                break;
            case Way.DeleteAndCreate:
                File.Delete(FilePath);
                await File.WriteAllBytesAsync(FilePath, content, Cancellation);
                break;
            case Way.SwitchLink:
                await File.WriteAllBytesAsync(other, content, Cancellation);
                var link = Path.Combine(_folder.FullName, "link");
                File.CreateSymbolicLink(link, other);
                File.Move(link, FilePath, overwrite: true);
                break;
            default:
                await File.WriteAllBytesAsync(other, content, Cancellation);
                File.Move(other, FilePath, overwrite: true);
                break;
        }
    }

    private static async Task<string> LocateAsync(GeoHost host) =>
        (await host.Geo.LocateAsync(new LocateRequest { Address = "1.2.3.4" }, cancellationToken: Cancellation)).CountryCode;

    private static async Task<GetDatasetResponse> DatasetAsync(GeoHost host) =>
        await host.Geo.GetDatasetAsync(new GetDatasetRequest(), cancellationToken: Cancellation);

    private static Task UntilAsync(Func<Task<bool>> condition) => Eventually.TrueAsync(condition, () => "The file is not taken note of.");
}
