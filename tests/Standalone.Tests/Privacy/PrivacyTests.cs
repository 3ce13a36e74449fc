using System.Net.Http.Json;
using System.Text;
using Affluence.Gateway;
using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Affluence.Tests.Searches;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.Tests.Privacy;

/// <summary>
/// The whole system is visited, loses its store, is stopped and started, and visited while nobody can say where addresses are. Then
/// everything that it wrote, sent or says is searched for its visitors.
/// </summary>
public sealed class PrivacyTests : IDisposable
{
    private const string NobodyListens = "http://127.0.0.1:9";

    private static readonly IReadOnlyList<Passerby> Crowd = Passerby.Crowd(4 * 3 * RawVisits.Sorts.Count);

    private readonly SystemSearch _search = new(new Remains(Crowd).In);
    private readonly TemporaryDirectory _data = new();
    private int _visits;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task EverythingPersistedOrExported_OfANightWithFaults_HoldsNoAddressAndNoUserAgent()
    {
        ConsoleLog.Capture();
        await using var collector = new Receiver();
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet, persistent: true);

        await using (var system = await StartAsync(store, collector))
        {
            await VisitAsync(system.Gateway.Public);
            await GatewayAccount.SettledAsync(system.Gateway.Management);
            await AskGeoBadlyAsync(system.Geo.Public);
            using (var site = new HttpClient { BaseAddress = system.Site.Management }.AsOperator(system.CredentialsDirectory))
            {
                (await site.PutAsJsonAsync("/knobs", new { errorShare = 1.0 })).EnsureSuccessStatusCode();
            }

            await VisitAsync(system.Gateway.Public);
            await GatewayAccount.SettledAsync(system.Gateway.Management);
            await _search.SearchWhatIsToldAsync(system);
            await _search.SearchStoreAsync(store);

            await store.StopAsync();
            await VisitAsync(system.Gateway.Public);
            await GatewayAccount.SpooledAsync(system.Gateway.Management);
            _search.SearchFiles(_data.Path, "while the store was away");

            // Stopped with batches that nobody took.
        }

        _search.SearchFiles(_data.Path, "after the stop");
        await store.StartAsync();
        await using (var system = await StartAsync(store, collector))
        {
            await using (var gateway = await StartWithoutGeoAsync(system, collector))
            {
                await VisitAsync(AddressOf(gateway));
                await GatewayAccount.SealedAsync(AddressOf(gateway, management: true));
                _search.SearchFiles(_data.Path, "while nobody could say where they were");
                await gateway.StopAsync();
            }

            await GatewayAccount.SettledAsync(system.Gateway.Management);
            await _search.SearchWhatIsToldAsync(system);
            await _search.SearchStoreAsync(store);
        }

        await store.StopAsync();
        _search.SearchFiles(_data.Path, "in the end");
        _search.SearchFiles(store.Folder, SystemSearch.Store);
        var log = ConsoleLog.Read();
        _search.Search("the log", Encoding.UTF8.GetBytes(log));
        var telemetry = collector.Read();
        _search.Search("telemetry", telemetry);

        // What was searched is what it should be: each place holds something of these visits.
        Assert.All(["deliver batch", "affluence.gateway.hits", "GET"], word => Assert.True(telemetry.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0, word));
        Assert.Contains("Affluence.", log, StringComparison.Ordinal);
        _search.AssertSearched(
            ["gateway-spool", "gateway-spool-2/spool-0.db-wal while nobody could say where they were", "report", SystemSearch.Store, .. SystemSearch.WhatIsTold]);
        Assert.True(_search.Found.Count == 0, string.Join('\n', _search.Found));
    }

    /// <summary>The next quarter of the crowd, each request of another visitor.</summary>
    private async Task VisitAsync(Uri gateway)
    {
        foreach (var (number, visitor) in Crowd.Skip(_visits).Take(Crowd.Count / 4).Index())
        {
            var status = await RawRequests.SendAsync(gateway, RawVisits.Sorts[number % RawVisits.Sorts.Count](visitor));
            Assert.StartsWith("HTTP/1.1 ", status, StringComparison.Ordinal);
            _visits++;
        }
    }

    /// <summary>As a client might that does not clean what its proxy told it.</summary>
    private static async Task AskGeoBadlyAsync(Uri geo)
    {
        using var channel = GrpcChannel.ForAddress(geo);
        var client = new GeolocationService.GeolocationServiceClient(channel);
        foreach (var visitor in Crowd)
        {
            foreach (var text in (string[])[$"[{visitor.Address}]:80", $" {visitor.Address}", $"0{visitor.Address}", $"{visitor.Address}%eth0", visitor.UserAgent])
            {
                var refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.LocateAsync(new LocateRequest { Address = text }));
                Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
            }
        }
    }

    private Task<StandaloneSystem> StartAsync(StoreServer store, Receiver collector) => StandaloneSystem.StartAsync(new StandaloneOptions
    {
        DataDirectory = _data.Path,
        Redis = store.ConnectionString,
        UseDefaultPorts = false,
        Settings = SystemSearch.SettingsWith(collector),
    });

    /// <summary>A second gateway, whose hits keep their addresses, sealed on its disk, until it gives up asking.</summary>
    private async Task<WebApplication> StartWithoutGeoAsync(StandaloneSystem system, Receiver collector)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(SystemSearch.SettingsWith(collector));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
            ["services:geo:http:0"] = NobodyListens,
            ["services:counter:http:0"] = system.Counter.Public.ToString(),
            ["services:site:http:0"] = system.Site.Public.ToString(),
            ["Gateway:Spool:Directory"] = _data.File("gateway-spool-2"),
            [MadeToken.DirectorySetting] = system.CredentialsDirectory,
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
}
