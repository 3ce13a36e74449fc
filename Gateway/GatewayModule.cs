using System.Security.Cryptography;
using Affluence.Counter.V1;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Guard;
using Affluence.Gateway.Identity;
using Affluence.Gateway.OriginLimit;
using Affluence.Gateway.Privacy;
using Affluence.Gateway.Proxy;
using Affluence.Gateway.RateLimit;
using Affluence.Gateway.Spool;
using Affluence.Gateway.WaitingRoom;
using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway;

/// <summary>The gateway: a guard, the proxy to the site, and between them the capture of hits with their delivery to the counter.</summary>
public static class GatewayModule
{
    public static IHostApplicationBuilder AddGateway(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GatewayMetrics>();

        AddGuard(services);
        AddAddresses(services);
        AddCapture(services);
        AddDelivery(services);
        AddOriginLimit(services);
        services.AddOptionsWithValidateOnStart<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateDataAnnotations();
        SiteProxy.Add(services);
        CacheServices.Add(services);
        RoomServices.Add(services);
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseMiddleware<RefusalPages>();
        app.UseMiddleware<RequestGuard>();
        if (app.Services.GetRequiredService<IOptions<CaptureOptions>>().Value.Enabled)
        {
            app.UseMiddleware<HitCapture>();
        }

        if (app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
        {
            app.UseMiddleware<ClientRateLimit>();
        }

        var hasRoom = app.Services.GetRequiredService<IOptions<WaitingRoomOptions>>().Value.Mode != WaitingRoomMode.Off;
        if (hasRoom)
        {
            app.UseMiddleware<RoomEntrance>();
        }

        if (app.Services.GetRequiredService<IOptions<CacheOptions>>().Value.Enabled)
        {
            app.UseMiddleware<ResponseCache>();
        }

        // Behind the cache, since what it answers needs neither.
        app.UseRouting();
        app.UseAuthorization();

        // Directly before the proxy, and not around it: what the cache asks the site in the background meets the same limit.
        app.MapReverseProxy(proxy =>
        {
            if (hasRoom)
            {
                proxy.UseMiddleware<WaitingRoom.WaitingRoom>();
            }

            if (app.Services.GetRequiredService<IOptions<OriginLimitOptions>>().Value.Enabled)
            {
                proxy.UseMiddleware<OriginLimiter>();
            }
        });
        return app;
    }

    private static void AddGuard(IServiceCollection services)
    {
        ParserSwitches.Verify();
        services.AddOptionsWithValidateOnStart<GuardOptions>().BindConfiguration(GuardOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        // Straight to the thread pool, and not through queues of Kestrel's own, which hand over once more.
        services.Configure<SocketTransportOptions>(sockets => sockets.IOQueueCount = 0);
        services.AddSingleton<SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, BoundedTransport>();
        services.AddHostedService<MalformedRequests>();
        services.AddOptionsWithValidateOnStart<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations();
    }

    private static void AddAddresses(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TrustedProxyOptions>().BindConfiguration(TrustedProxyOptions.Section).ValidateDataAnnotations();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TrustedProxyOptions>>().Value;
            return new ClientAddressResolver(options.ParsedNetworks, options.HopLimit);
        });
        services.AddSingleton<AddressConcentration>();
        services.AddSingleton<ProxyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ProxyWatch>());
        services.AddHealthChecks().AddCheck<ProxyWatch>("client_addresses");
    }

    private static void AddCapture(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CaptureOptions>().BindConfiguration(CaptureOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<VisitorWishes>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<HitQueue>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<CaptureOptions>>().Value.NewClassifier());
    }

    private static void AddOriginLimit(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<OriginLimitOptions>().BindConfiguration(OriginLimitOptions.Section).ValidateDataAnnotations();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<OriginLimitOptions>>().Value;
            return new OriginGate(
                options.ToSettings(),
                options.QueueLength,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<OriginGate>>());
        });
        services.AddSingleton<OriginLimitMetrics>();
        services.AddManagementEndpoints(OriginEndpoint.Map);
    }

    private static void AddDelivery(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SpoolOptions>().BindConfiguration(SpoolOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateDataAnnotations();
        services.AddServiceClient<GeolocationService.GeolocationServiceClient>(ServiceEndpoint.Geo);
        services.AddServiceClient<VisitorCounterService.VisitorCounterServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Ingest);
        services.AddServiceClient<IdentityService.IdentityServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Identity);
        services.AddOptionsWithValidateOnStart<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<IdentityRing>();
        services.AddSingleton<CountryLocator>();
        services.AddSingleton(provider => new VisitorHasher(provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.SiteId));
        services.AddSingleton(provider => new HitAggregator(
            NewWriterId(),
            provider.GetRequiredService<IdentityRing>(),
            provider.GetRequiredService<VisitorHasher>(),
            provider.GetRequiredService<IOptions<IdentityOptions>>().Value.VisitorsPerNetwork));
        services.AddSingleton<SpoolMetrics>();
        services.AddSingleton<SpoolKeeper>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<HitSealing>();

        // One limit for the requests that are still answered and then for delivery; what that leaves is in the spool.
        services.AddOptions<HostOptions>().Configure<IOptions<DeliveryOptions>>(
            (host, delivery) => host.ShutdownTimeout = delivery.Value.CallTimeout + delivery.Value.ShutdownPatience);

        // Stopped in reverse: the flusher fills the outbox for the last time before the sender empties it.
        services.AddHostedService<BatchSender>();
        services.AddHostedService<HitFlusher>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HitRecovery>(provider, NewWriterId()));
        services.AddSingleton<IdentityRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<IdentityRefresher>());
        services.AddHealthChecks().AddCheck<DeliveryHealth>("delivery");
        services.AddManagementEndpoints(DeliveryEndpoint.Map);
    }

    /// <summary>One name per process and start: running totals begin at zero with the process, and names tell nothing of the machine.</summary>
    private static string NewWriterId() => $"gateway-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
}
