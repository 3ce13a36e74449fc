using System.Net;
using Affluence.Cache.V1;
using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Affluence.Counter.Tests;

/// <summary>The whole service on a loopback socket, and clients for it.</summary>
internal sealed class CounterHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly TemporaryDirectory? _ownKeys;

    private CounterHost(WebApplication app, TemporaryDirectory? ownKeys)
    {
        (_app, _ownKeys) = (app, ownKeys);
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Management = new Uri(addresses.Last());
        _channel = GrpcChannel.ForAddress(addresses.First(), new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Counter = new VisitorCounterService.VisitorCounterServiceClient(_channel.AsServices());
        Identities = new IdentityService.IdentityServiceClient(_channel.AsServices());
        Purges = new PurgeService.PurgeServiceClient(_channel.AsServices());
    }

    public VisitorCounterService.VisitorCounterServiceClient Counter { get; }

    public IdentityService.IdentityServiceClient Identities { get; }

    public PurgeService.PurgeServiceClient Purges { get; }

    public GrpcChannel Channel => _channel;

    /// <summary>Where health and metrics are.</summary>
    public Uri Management { get; }

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Log => _app.Services.GetFakeLogCollector();

    /// <param name="keys">Folder of the identities' keys; null is one that ends with the host.</param>
    public static async Task<CounterHost> StartAsync(
        string redis,
        TimeProvider? timeProvider = null,
        string environment = "Production",
        string? callersFrom = null,
        string? keys = null,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Management:Port"] = "0";
        builder.Configuration["ConnectionStrings:redis"] = redis;

        // Tests share two cores with each other: what is not about the time limit is not to fail by it.
        builder.Configuration["Counter:StoreTimeout"] = "00:00:30";
        var ownKeys = keys is null ? new TemporaryDirectory() : null;
        builder.Configuration["Counter:Identity:KeyDirectory"] = keys ?? ownKeys!.Path;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Services.AddSingleton(timeProvider ?? TimeProvider.System);
        if (callersFrom is not null)
        {
            builder.Services.AddSingleton<IStartupFilter>(new CallersFrom(IPAddress.Parse(callersFrom)));
        }

        builder.AddServiceDefaults(ServiceEndpoint.Counter);
        builder.AddCounter();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapCounter();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new CounterHost(app, ownKeys);
    }

    public async Task<RecordResponse> RecordAsync(RecordRequest record) =>
        await Counter.RecordAsync(record, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<GetWindowResponse> GetWindowAsync(GetWindowRequest window) =>
        await Counter.GetWindowAsync(window, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<V1.Identity>> GetIdentitiesAsync(DateTimeOffset? at = null) =>
        (await Identities.GetIdentitiesAsync(
            new GetIdentitiesRequest { At = at?.ToTimestamp() }, cancellationToken: TestContext.Current.CancellationToken)).Identities;

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
        _ownKeys?.Dispose();
    }
}
