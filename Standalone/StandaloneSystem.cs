using System.Net;
using System.Net.Sockets;
using Affluence.Counter;
using Affluence.Counter.Store;
using Affluence.Gateway;
using Affluence.Geo;
using Affluence.Report;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Affluence.ServiceDefaults.Telemetry;
using Affluence.Site;
using Affluence.Store;

namespace Affluence.Standalone;

/// <summary>
/// Every service in this process, each a host of its own on its own ports: they talk to each other over real HTTP and gRPC, as they do
/// apart. Started from the store to the gateway, stopped the other way round.
/// </summary>
public sealed class StandaloneSystem : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly StandaloneOptions _options;
    private readonly Dictionary<string, string?> _settings;
    private readonly Stack<(ServiceEndpoint Service, WebApplication Host)> _running = new();
    private EmbeddedStore? _store;
    private IDisposable? _traces;

    private StandaloneSystem(StandaloneOptions options)
    {
        _options = options;
        _settings = new Dictionary<string, string?>(options.Settings, StringComparer.OrdinalIgnoreCase);
    }

    public ServiceAddresses Gateway { get; private set; } = null!;

    public ServiceAddresses Report { get; private set; } = null!;

    public ServiceAddresses Site { get; private set; } = null!;

    public ServiceAddresses Geo { get; private set; } = null!;

    public ServiceAddresses Counter { get; private set; } = null!;

    /// <summary>Where the store answers; no password.</summary>
    public string Redis { get; private set; } = null!;

    /// <summary>Where the tokens are that the services made of roles for which none is configured.</summary>
    public string CredentialsDirectory => _settings[MadeToken.DirectorySetting]!;

    /// <summary>The hosts of the services, the last one started first.</summary>
    internal IEnumerable<(ServiceEndpoint Service, WebApplication Host)> Running => _running;

    public static async Task<StandaloneSystem> StartAsync(StandaloneOptions options, CancellationToken cancellationToken = default)
    {
        var system = new StandaloneSystem(options);
        try
        {
            await system.StartAsync(cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var service))
        {
            await service.Host.StopAsync();
            await service.Host.DisposeAsync();
        }

        _traces?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync();
            _store = null;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = ProcessTraces.Start("standalone", _options.Settings);
        if (_options.Redis is null)
        {
            var port = _options.UseDefaultPorts ? ServiceEndpoint.Store.Port : FreePort();
            _store = EmbeddedStore.Start(Path.Combine(_options.DataDirectory, "store"), port, EmbeddedStore.NewPassword());
        }

        Redis = _options.Redis is { } redis ? StoreConfiguration.WithoutPassword(redis) : _store!.Address;
        _settings["ConnectionStrings:redis"] = _options.Redis ?? _store!.ConnectionString;
        _settings.TryAdd("Report:DataDirectory", Path.Combine(_options.DataDirectory, "report"));
        _settings.TryAdd("Counter:Identity:KeyDirectory", Path.Combine(_options.DataDirectory, "identity-keys"));
        _settings.TryAdd("Gateway:Spool:Directory", Path.Combine(_options.DataDirectory, "gateway-spool"));

        // What one host makes, the others and the greeting find.
        _settings.TryAdd(MadeToken.DirectorySetting, Path.Combine(_options.DataDirectory, "credentials"));

        _settings.TryAdd("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning");

        // The simulator plays many visitors from this machine, each by an address of his own.
        _settings.TryAdd("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8");
        _settings.TryAdd("Gateway:TrustedProxies:Networks:1", "::1/128");
        string[] hosts = ["localhost", "127.0.0.1", "[::1]", .. _options.Hosts];
        foreach (var (index, host) in hosts.Index())
        {
            _settings.TryAdd($"Gateway:Guard:Hosts:{index}", host);
        }

        foreach (var (index, host) in _options.Hosts.Index())
        {
            _settings.TryAdd($"Report:Hosts:{index}", host);
        }

        Counter = await StartAsync(
            ServiceEndpoint.Counter, builder => builder.AddCounter(), app => app.MapDefaultEndpoints().MapCounter(), cancellationToken);
        Geo = await StartAsync(ServiceEndpoint.Geo, builder => builder.AddGeo(), app => app.MapDefaultEndpoints().MapGeo(), cancellationToken);
        Site = await StartAsync(ServiceEndpoint.Site, builder => builder.AddSite(), app => app.MapDefaultEndpoints().MapSite(), cancellationToken);
        Report = await StartAsync(
            ServiceEndpoint.Report, builder => builder.AddReport(), app => app.MapDefaultEndpoints().MapReport(), cancellationToken);
        Gateway = await StartAsync(ServiceEndpoint.Gateway, builder => builder.AddGateway(), app => app.MapGateway(), cancellationToken);
    }

    private async Task<ServiceAddresses> StartAsync(
        ServiceEndpoint service, Action<WebApplicationBuilder> add, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var isPublic = service == ServiceEndpoint.Gateway || service == ServiceEndpoint.Report;
        var host = isPublic ? _options.Listen : IPAddress.Loopback;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = $"http://{new IPEndPoint(host, PortOr0(service.Port))}",
            ["Management:Host"] = "127.0.0.1",
            ["Management:Port"] = $"{PortOr0(service.ManagementPort)}",
            ["Grpc:Port"] = service.GrpcPort is { } grpc ? $"{PortOr0(grpc)}" : null,
        });
        builder.Services.AddSingleton<IHostLifetime, HostedByStandalone>();
        builder.Services.AddSingleton(_options.Time ?? TimeProvider.System);
        builder.Services.Configure<HostOptions>(hostOptions => hostOptions.ShutdownTimeout = ShutdownTimeout);
        builder.AddServiceDefaults(service, sharesProcess: true);
        add(builder);

        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            // What did not start can't be stopped, and trying to would hide why.
            await app.DisposeAsync();
            throw;
        }

        _running.Push((service, app));
        var addresses = ServiceAddresses.Of(app);
        _settings[$"services:{service.Name}:http:0"] = addresses.Public.ToString();
        return addresses;
    }

    private int PortOr0(int port) => _options.UseDefaultPorts ? port : 0;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
