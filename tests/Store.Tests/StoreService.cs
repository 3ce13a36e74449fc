using Affluence.ServiceDefaults;
using Affluence.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Tests;

/// <summary>The store's service in this process, as its own program composes it.</summary>
internal sealed class StoreService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StoreService(WebApplication app) => _app = app;

    public const string Password = "0123456789abcdef";

    public Uri Management => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<StoreService> StartAsync(string directory, int port, string password = Password)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Management:Port"] = "0",
            ["Store:Port"] = $"{port}",
            ["Store:DataDirectory"] = directory,
            ["Store:Password"] = password,
        });
        builder.AddServiceDefaults(ServiceEndpoint.Store);
        builder.AddStore();
        var app = builder.Build();
        try
        {
            await app.StartAsync();
            return new StoreService(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
