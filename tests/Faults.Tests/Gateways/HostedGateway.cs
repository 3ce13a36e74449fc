using System.Globalization;
using Affluence.Faults.Tests.Systems;
using Affluence.Gateway;
using Affluence.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>A gateway in this process and otherwise as it is run, whose clock a test can set.</summary>
internal sealed class HostedGateway : IGateway, IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostedGateway(WebApplication app, Uri address, Uri management) => (_app, Address, Management) = (app, address, management);

    public Uri Address { get; }

    public Uri Management { get; }

    public static async Task<HostedGateway> StartAsync(RunningSystem system, TimeProvider clock)
    {
        var (port, management) = (FreePort.Next(), FreePort.Next());
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", Loopback(port)),
            new("Management:Port", management.ToString(CultureInfo.InvariantCulture)),
            .. system.GatewaySettings().Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]);
        builder.Services.AddSingleton(clock);
        builder.AddServiceDefaults(ServiceEndpoint.Gateway);
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new HostedGateway(app, new Uri(Loopback(port)), new Uri(Loopback(management)));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
