using Affluence.Counter;
using Affluence.Counter.V1;
using Affluence.Geo;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Simulator.Tests.Fakes;

/// <summary>Counter and GeoService as they are, on loopback sockets, over a store of their own.</summary>
internal sealed class RealServices : IAsyncDisposable
{
    private readonly StoreServer _store;
    private readonly TemporaryDirectory _keys;
    private readonly WebApplication _counter;
    private readonly WebApplication _geo;
    private readonly GrpcChannel _channel;
    private readonly VisitorCounterService.VisitorCounterServiceClient _client;

    private RealServices(StoreServer store, TemporaryDirectory keys, WebApplication counter, WebApplication geo)
    {
        (_store, _keys, _counter, _geo) = (store, keys, counter, geo);
        (Counter, Geo) = (AddressOf(counter), AddressOf(geo));
        _channel = GrpcChannel.ForAddress(Counter, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _client = new VisitorCounterService.VisitorCounterServiceClient(_channel.AsServices());
    }

    public Uri Counter { get; }

    public Uri Geo { get; }

    public static async Task<RealServices> StartAsync(StoreKind kind, params (string Key, string Value)[] settings)
    {
        var store = await StoreServer.StartAsync(kind);
        var keys = new TemporaryDirectory();
        var counter = await StartAsync(
            ServiceEndpoint.Counter, builder => builder.AddCounter(), app => app.MapCounter(),
            [("ConnectionStrings:redis", store.ConnectionString), ("Counter:StoreTimeout", "00:00:30"), ("Counter:Identity:KeyDirectory", keys.Path), .. settings]);
        var geo = await StartAsync(ServiceEndpoint.Geo, builder => builder.AddGeo(), app => app.MapGeo());
        return new RealServices(store, keys, counter, geo);
    }

    public async Task<GetWindowResponse> GetWindowAsync(DateTimeOffset end, TimeSpan length) =>
        await _client.GetWindowAsync(
            new GetWindowRequest
            {
                End = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(end),
                Length = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(length),
            },
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Records as a gateway does.</summary>
    public async Task RecordAsync(RecordRequest record) =>
        await _client.RecordAsync(record, cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _geo.DisposeAsync();
        await _counter.DisposeAsync();
        await _store.DisposeAsync();
        _keys.Dispose();
    }

    private static async Task<WebApplication> StartAsync(
        ServiceEndpoint service, Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Management:Port"] = "0";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(service);
        add(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
}
