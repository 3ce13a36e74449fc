using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Affluence.Gateway;
using Affluence.ServiceDefaults;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Affluence.Tests.Privacy;

/// <summary>
/// The whole system is visited, loses its store, is stopped and started, and visited while nobody can say where addresses are. Then
/// everything that it wrote, sent or says is searched for its visitors.
/// </summary>
public sealed class PrivacyTests : IDisposable
{
    private const string NobodyListens = "http://127.0.0.1:9";

    private static readonly IReadOnlyList<Passerby> Crowd = Passerby.Crowd(4 * 3 * 10);

    private readonly Remains _remains = new(Crowd);
    private readonly TemporaryDirectory _data = new();
    private readonly List<string> _found = [];
    private readonly Dictionary<string, long> _searched = [];
    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _log = new();
    private int _visits;

    public void Dispose()
    {
        Console.SetOut(_console);
        _data.Dispose();
    }

    [Fact]
    public async Task EverythingPersistedOrExported_OfANightWithFaults_HoldsNoAddressAndNoUserAgent()
    {
        Console.SetOut(_log);
        await using var collector = new TelemetryCollector();
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet, persistent: true);

        await using (var system = await StartAsync(store, collector))
        {
            await VisitAsync(system.Gateway.Public);
            await SettledAsync(system.Gateway);
            using (var site = new HttpClient { BaseAddress = system.Site.Management })
            {
                (await site.PutAsJsonAsync("/knobs", new { errorShare = 1.0 })).EnsureSuccessStatusCode();
            }

            await VisitAsync(system.Gateway.Public);
            await SettledAsync(system.Gateway);
            await SearchWhatIsToldAsync(system);
            await SearchStoreAsync(store);

            await store.StopAsync();
            await VisitAsync(system.Gateway.Public);
            await SpooledAsync(system.Gateway);
            SearchFiles(_data.Path, "while the store was away");

            // Stopped with batches that nobody took.
        }

        SearchFiles(_data.Path, "after the stop");
        await store.StartAsync();
        await using (var system = await StartAsync(store, collector))
        {
            await using (var gateway = await StartWithoutGeoAsync(system, collector))
            {
                await VisitAsync(AddressOf(gateway));
                await SpooledOrWaitingAsync(AddressOf(gateway, management: true));
                await gateway.StopAsync();
            }

            await SettledAsync(system.Gateway);
            await SearchWhatIsToldAsync(system);
            await SearchStoreAsync(store);
        }

        await store.StopAsync();
        SearchFiles(_data.Path, "in the end");
        SearchFiles(store.Folder, "of the store");
        Search("the log", Encoding.UTF8.GetBytes(_log.ToString()));
        var telemetry = collector.Read();
        Search("telemetry", telemetry);

        // What was searched is what it should be: each place holds something of these visits.
        Assert.All(["deliver batch", "affluence.gateway.hits", "GET"], word => Assert.True(telemetry.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0, word));
        Assert.Contains("Affluence.", _log.ToString(), StringComparison.Ordinal);
        Assert.Contains(_searched, part => part.Key.Contains("gateway-spool", StringComparison.Ordinal) && part.Value > 0);
        Assert.Contains(_searched, part => part.Key.Contains("report", StringComparison.Ordinal) && part.Value > 0);
        Assert.Contains(_searched, part => part.Key.Contains("of the store", StringComparison.Ordinal) && part.Value > 0);
        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    /// <summary>The next quarter of the crowd, each request of another visitor.</summary>
    private async Task VisitAsync(Uri gateway)
    {
        foreach (var (number, visitor) in Crowd.Skip(_visits).Take(Crowd.Count / 4).Index())
        {
            var status = await RawVisits.SendAsync(gateway, RawVisits.Sorts[number % RawVisits.Sorts.Count](visitor));
            Assert.StartsWith("HTTP/1.1 ", status, StringComparison.Ordinal);
            _visits++;
        }
    }

    private void Search(string place, ReadOnlySpan<byte> bytes)
    {
        _searched[place] = _searched.GetValueOrDefault(place) + bytes.Length;
        if (_remains.In(bytes) is { Count: > 0 } remains)
        {
            _found.Add($"{place}: {remains[0]}, one of {remains.Count} remains");
        }
    }

    private void SearchFiles(string folder, string when)
    {
        // A lock file is empty, and can't be opened while it is held.
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            // Shared, for whoever wrote it may still have it open.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            Search($"{Path.GetRelativePath(folder, path)} {when}", bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }

    /// <summary>Every key and all that is under it, as the store gives it out.</summary>
    private async Task SearchStoreAsync(StoreServer store)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{store.ConnectionString},allowAdmin=true");
        var database = connection.GetDatabase();
        var keys = 0;
        await foreach (var key in connection.GetServers()[0].KeysAsync())
        {
            keys++;
            Search("keys in the store", (byte[])key!);
            foreach (var value in await ValuesOfAsync(database, key))
            {
                Search("values in the store", (byte[])value!);
            }
        }

        Assert.True(keys > 3, $"the store has {keys} keys");
    }

    private static async Task<RedisValue[]> ValuesOfAsync(IDatabase database, RedisKey key)
    {
        var type = await database.KeyTypeAsync(key);
        return type switch
        {
            RedisType.String => [await database.StringGetAsync(key)],
            RedisType.Set => await database.SetMembersAsync(key),
            RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value })],
            RedisType.List => await database.ListRangeAsync(key),
            RedisType.SortedSet => [.. (await database.SortedSetRangeByRankWithScoresAsync(key)).SelectMany(entry => new[] { entry.Element, entry.Score })],
            // Expired since it was listed.
            RedisType.None => [],
            _ => throw new InvalidOperationException($"{key} is of type {type}, which this test can't read."),
        };
    }

    private async Task SearchWhatIsToldAsync(StandaloneSystem system)
    {
        using var client = new HttpClient();
        foreach (var service in (ServiceAddresses[])[system.Gateway, system.Report, system.Site, system.Geo, system.Counter])
        {
            await SearchAnswerAsync(client, new Uri(service.Management, "/metrics"));
            await SearchAnswerAsync(client, new Uri(service.Management, "/health"));
        }

        await SearchAnswerAsync(client, new Uri(system.Gateway.Management, "/delivery"));
        await SearchAnswerAsync(client, new Uri(system.Site.Management, "/knobs"));
        var now = TimeProvider.System.GetUtcNow();
        var range = FormattableString.Invariant($"from={now.AddHours(-1):yyyy-MM-dd'T'HH:mm'Z'}&to={now:yyyy-MM-dd'T'HH:mm'Z'}");
        foreach (var path in (string[])
            [
                "/", "/fr", "/api/v1/snapshots/current", $"/api/v1/snapshots?{range}",
                $"/api/v1/snapshots?{range}&format=csv", $"/api/v1/surges?{range}", "/api/v1/bulletin", "/api/v1/bulletins", "/api/v1/alerts",
                "/api/v1/annotations", "/api/v1/site",
            ])
        {
            await SearchAnswerAsync(client, new Uri(system.Report.Public, path));
        }

        await using var events = await client.GetStreamAsync(new Uri(system.Report.Public, "/api/v1/stream"));
        using var lines = new StreamReader(events);
        while (await lines.ReadLineAsync() is { Length: > 0 } line)
        {
            Search("the stream", Encoding.UTF8.GetBytes(line));
        }
    }

    private async Task SearchAnswerAsync(HttpClient client, Uri address)
    {
        using var response = await client.GetAsync(address);
        Assert.True(response.IsSuccessStatusCode, $"{address.PathAndQuery}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        Search(address.PathAndQuery, await response.Content.ReadAsByteArrayAsync());
        Search(address.PathAndQuery, Encoding.UTF8.GetBytes($"{response.Headers}{response.Content.Headers}"));
    }

    private Task<StandaloneSystem> StartAsync(StoreServer store, TelemetryCollector collector) => StandaloneSystem.StartAsync(new StandaloneOptions
    {
        DataDirectory = _data.Path,
        Redis = store.ConnectionString,
        UseDefaultPorts = false,
        Settings = SettingsWith(collector),
    });

    /// <summary>All that our own code has to say; the framework's as it is set in production.</summary>
    private static Dictionary<string, string?> SettingsWith(TelemetryCollector collector) => new()
    {
        ["Logging:LogLevel:Affluence"] = "Trace",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    /// <summary>A second gateway, whose hits keep their addresses in its memory until it gives up asking.</summary>
    private async Task<WebApplication> StartWithoutGeoAsync(StandaloneSystem system, TelemetryCollector collector)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(SettingsWith(collector));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
            ["services:geo:http:0"] = NobodyListens,
            ["services:counter:http:0"] = system.Counter.Public.ToString(),
            ["services:site:http:0"] = system.Site.Public.ToString(),
            ["Gateway:Spool:Directory"] = _data.File("gateway-spool-2"),
            ["Gateway:TrustedProxies:Networks:0"] = "127.0.0.0/8",
        });
        builder.AddServiceDefaults(ServiceEndpoint.Gateway);
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app, bool management = false)
    {
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(management ? addresses.Last() : addresses.First());
    }

    private static Task SettledAsync(ServiceAddresses gateway) =>
        DeliveryAsync(gateway.Management, account => (long?)account["pending"] == 0 && (long?)account["acknowledged"] > 0);

    private static Task SpooledAsync(ServiceAddresses gateway) =>
        DeliveryAsync(gateway.Management, account => (long?)account["stages"]!["spooled"] > 0 && (long?)account["stages"]!["waiting"] == 0);

    private static Task SpooledOrWaitingAsync(Uri management) => DeliveryAsync(management, account => (long?)account["stages"]!["waiting"] > 0);

    private static async Task DeliveryAsync(Uri management, Func<JsonNode, bool> isSo)
    {
        using var client = new HttpClient { BaseAddress = management };
        JsonNode? account = null;
        await Eventually.TrueAsync(
            async () => isSo(account = (await client.GetFromJsonAsync<JsonNode>("/delivery"))!),
            () => $"the account is {account}");
    }
}
