using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>Serves a fake over real gRPC on loopback.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<FakeServer> StartAsync<TService>(TService service)
        where TService : class => await StartAsync(service, _ => { }, _ => { });

    public static Task<FakeServer> StartAsync(FakeCounter counter) =>
        StartAsync(counter, services => services.AddSingleton(counter.Room), app => app.MapGrpcService<FakeRoom>());

    private static async Task<FakeServer> StartAsync<TService>(TService service, Action<IServiceCollection> add, Action<WebApplication> map)
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        add(builder.Services);
        var app = builder.Build();
        app.MapGrpcService<TService>();
        map(app);
        await app.StartAsync();
        return new FakeServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
