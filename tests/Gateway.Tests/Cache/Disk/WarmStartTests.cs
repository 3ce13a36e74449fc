using Affluence.Gateway.Cache;
using Affluence.Gateway.Cache.Disk;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.Cache.Disk;

public sealed class WarmStartTests : IDisposable
{
    private static readonly CacheKey Key = new(true, "example.org", "/en?a=é");

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLogCollector _log = new();

    [Fact]
    public async Task Page_AskedForAgain_IsThereAfterAStart_AndStale()
    {
        await KeepAsync();
        _time.Advance(TimeSpan.FromMinutes(10));

        var store = await StartAsync();

        var (key, response, _, _) = Assert.Single(store.Entries);
        Assert.Equal((Key, 200, "page"), (key, response.Status, System.Text.Encoding.UTF8.GetString(response.Body)));
        Assert.Equal(["x", "y"], response.Fields.Single(field => field.Key == "X-Several").Value!);
        Assert.Equal(("\"a\"", "en", null), (response.Validators.EntityTag, response.Variant.Values[0], response.Variant.Values[1]));
        Assert.Equal(TimeSpan.FromMinutes(11), response.AgeAt(TimeSpan.Zero));
        Assert.Equal(ReuseKind.Validate, Reuse.Judge(response.Freshness, response.AgeAt(TimeSpan.Zero), CacheControl.Nothing));
        Assert.True(Reuse.IsAllowedOnError(response.Freshness, response.AgeAt(TimeSpan.Zero)));
    }

    [Fact]
    public async Task Page_BeyondItsGrace_IsGone()
    {
        await KeepAsync();
        _time.Advance(TimeSpan.FromHours(25));

        Assert.Empty((await StartAsync()).Entries);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task Page_NoLongerStored_IsNoLongerOnDisk()
    {
        var store = await KeepAsync();
        store.Remove(Key);
        using (var warm = NewWarmStart(store))
        {
            await warm.StartAsync(default);
            store.Remove(Key);
            warm.Save();
        }

        Assert.Empty(Files);
    }

    [Fact]
    public async Task Files_DamagedAnywhere_AreDeletedAndSaidSo()
    {
        await KeepAsync();
        var bytes = await File.ReadAllBytesAsync(Files.Single());
        for (var position = 0; position < bytes.Length; position += 7)
        {
            var damaged = bytes.ToArray();
            damaged[position] ^= 0x40;
            await File.WriteAllBytesAsync(Files.DefaultIfEmpty(_folder.File("x.page")).Single(), damaged);

            Assert.Empty((await StartAsync()).Entries);
            Assert.Contains("1 files there were damaged", _log.LatestRecord.Message, StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(_folder.File("cut.page"), bytes[..^5]);
        await File.WriteAllBytesAsync(_folder.File("empty.page"), []);
        await File.WriteAllBytesAsync(_folder.File("renamed.page"), bytes);
        await File.WriteAllTextAsync(_folder.File("foreign.txt"), "not ours");
        await File.WriteAllBytesAsync(_folder.File($"{new string('a', 32)}.new"), bytes[..^5]);

        Assert.Empty((await StartAsync()).Entries);
        Assert.Equal(["foreign.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Folder_ThatCantBeWritten_IsSaidOnce_AndTheCacheGoesOn()
    {
        var file = _folder.File("file");
        await File.WriteAllTextAsync(file, string.Empty);
        var store = NewStore();
        using var warm = new WarmStart(store, new CacheClock(_time), Options.Create(new CacheOptions { Directory = file }), new FakeLogger<WarmStart>(_log));

        await warm.StartAsync(default);
        Put(store);
        warm.Save();
        warm.Save();

        Assert.Equal(1, _log.GetSnapshot().Count(record => record.Message.Contains("starts cold", StringComparison.Ordinal)));
        Assert.Single(store.Entries);
    }

    /// <summary>A page half written is none at the next start, and none of those before is lost by it.</summary>
    [Fact]
    public async Task FullDisk_IsSaidOnce_AndWhatIsThereIsRead()
    {
        using var disk = SmallDisk.TryMount(_folder.File("disk"), kilobytes: 64);
        Assert.SkipWhen(disk is null, SmallDisk.MissingReason);
        var store = NewStore();
        using (var warm = new WarmStart(store, new CacheClock(_time), Options.Create(new CacheOptions { Directory = disk.Path }), new FakeLogger<WarmStart>(_log)))
        {
            await warm.StartAsync(default);
            Put(store);
            warm.Save();
            disk.Fill();
            Put(store, Key with { Target = "/new" });
            warm.Save();
            warm.Save();
            Assert.Equal(1, _log.GetSnapshot().Count(record => record.Message.Contains("starts cold", StringComparison.Ordinal)));

            disk.Clear();
            warm.Save();
            Assert.Contains("is kept in", _log.LatestRecord.Message, StringComparison.Ordinal);
        }

        var again = NewStore();
        using var next = new WarmStart(again, new CacheClock(_time), Options.Create(new CacheOptions { Directory = disk.Path }), new FakeLogger<WarmStart>(_log));
        await next.StartAsync(default);
        Assert.Equal(2, again.Entries.Count());
        Assert.Contains("0 files there were damaged", _log.LatestRecord.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Files => Directory.GetFiles(_folder.Path, "*.page");

    private static ResponseStore NewStore() => new(new CacheOptions());

    private static void Put(ResponseStore store) => Put(store, Key);

    private static void Put(ResponseStore store, CacheKey key)
    {
        store.Store(key, new StoredResponse
        {
            Status = 200,
            Fields = [new("ETag", "\"a\""), new("X-Several", new(["x", "y"]))],
            Body = "page"u8.ToArray(),
            Variant = new Variant(["accept-language", "x"], ["en", null]),
            Freshness = new Freshness(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromHours(24), false, false),
            Validators = new Validators("\"a\"", null, default),
            StoredAt = TimeSpan.Zero,
            ReceivedAt = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero),
        });
        store.Find(key)!.Slots[0].Touch();
    }

    private WarmStart NewWarmStart(ResponseStore store) =>
        new(store, new CacheClock(_time), Options.Create(new CacheOptions { Directory = _folder.Path }), new FakeLogger<WarmStart>(_log));

    private async Task<ResponseStore> KeepAsync()
    {
        var store = NewStore();
        using var warm = NewWarmStart(store);
        await warm.StartAsync(default);
        Put(store);
        await warm.StopAsync(default);
        return store;
    }

    private async Task<ResponseStore> StartAsync()
    {
        var store = NewStore();
        using var warm = NewWarmStart(store);
        await warm.StartAsync(default);
        await warm.StopAsync(default);
        return store;
    }
}
