using Affluence.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Tests;

/// <summary>A gRPC service with nothing of its own but what a test gives it.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app) => _app = app;

    public Uri Public => new(Addresses.First());

    public Uri Management => new(Addresses.Last());

    public IServiceProvider Services => _app.Services;

    private ICollection<string> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <param name="add">What else the host is to have.</param>
    /// <param name="map">What else it is to answer.</param>
    /// <param name="settings">Configuration that is there before the host is made.</param>
    public static async Task<TestService> StartAsync(
        Action<WebApplicationBuilder>? add = null, Action<WebApplication>? map = null, Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["Management:Port"] = "0" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults(ServiceEndpoint.Geo);
        builder.Services.AddGrpc();
        add?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map?.Invoke(app);
        await app.StartAsync();
        return new TestService(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
