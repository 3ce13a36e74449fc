using Affluence.Geo;
using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.GeoService.Tests;

/// <summary>The service in its real host, behind real sockets on loopback.</summary>
internal sealed class GeoHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GeoHost(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Channel = GrpcChannel.ForAddress(addresses.First());
        Geo = new GeolocationService.GeolocationServiceClient(Channel);
        Management = new HttpClient { BaseAddress = new Uri(addresses.Last()) };
    }

    public GrpcChannel Channel { get; }

    public GeolocationService.GeolocationServiceClient Geo { get; }

    public HttpClient Management { get; }

    public static async Task<GeoHost> StartAsync(Dictionary<string, string?>? settings = null, string environment = "Production")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(ServiceEndpoint.Geo);
        builder.AddGeo();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGeo();
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new GeoHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Management.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
