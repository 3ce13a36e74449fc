using Affluence.Cache.V1;
using Affluence.Counter.Grpc;
using Affluence.Counter.Identity;
using Affluence.Counter.Store;
using Affluence.Counter.V1;
using Affluence.Counter.Windows;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Affluence.Counter;

/// <summary>The counter: records of hits in, distinct visitors of a window out.</summary>
public static class CounterModule
{
    /// <summary>Fits 200,000 visitors of 8 bytes with their totals more than twice.</summary>
    private const int MaxMessageSize = 4 * 1024 * 1024;

    public static IHostApplicationBuilder AddCounter(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<CounterOptions>()
            .BindConfiguration(CounterOptions.Section)
            .ValidateDataAnnotations();
        builder.Services.AddOptionsWithValidateOnStart<SiteTimeOptions, SiteTimeOptionsValidator>()
            .BindConfiguration(SiteTimeOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CounterMetrics>();
        AddStore(builder);
        AddIdentity(builder);

        builder.Services.AddSingleton<WindowCounter>();
        builder.Services.AddSingleton<RecordRequestReader>();
        builder.Services.AddSingleton<WindowRequestReader>();
        builder.Services.AddSingleton<TouchedRequestReader>();
        builder.Services.AddSingleton<PurgeRequestReader>();
        builder.Services.AddSingleton<RetractRequestReader>();
        builder.Services.AddCredentials(CredentialRole.Ingest, CredentialRole.Identity, CredentialRole.Query);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageSize;
            grpc.EnforceCredentials();
            grpc.Interceptors.Add<StoreFaultInterceptor>();
        });
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthOf(VisitorCounterService.Descriptor.FullName, IdentityService.Descriptor.FullName, PurgeService.Descriptor.FullName);
        return builder;
    }

    public static IEndpointRouteBuilder MapCounter(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<VisitorCounterGrpcService>();
        endpoints.MapGrpcService<IdentityGrpcService>();
        endpoints.MapGrpcService<PurgeGrpcService>();
        if (endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            endpoints.MapGrpcReflectionService();
        }

        return endpoints;
    }

    private static void AddStore(IHostApplicationBuilder builder)
    {
        StoreSettings.Add(builder);
        builder.Services.AddSingleton<StoreConnection>();
        builder.Services.AddSingleton<StoreDisk>();
        builder.Services.AddSingleton<SecretStore>();
        builder.Services.AddSingleton<HitWriter>();
        builder.Services.AddSingleton<WindowReader>();
        builder.Services.AddSingleton<TouchedMinutes>();
        builder.Services.AddSingleton<PurgeStore>();
        builder.Services.AddSingleton<SourceJournal>();
        builder.Services.AddSingleton<SourceRetraction>();
        builder.Services.AddHostedService<StoreWatch>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
    }

    private static void AddIdentity(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<IdentityKeyOptions>()
            .BindConfiguration(IdentityKeyOptions.Section)
            .ValidateDataAnnotations();
        builder.Services.AddSingleton(provider => new IdentityCalendar(
            provider.GetRequiredService<IOptions<SiteTimeOptions>>().Value.Zone,
            provider.GetRequiredService<IOptions<CounterOptions>>().Value.RotationHour));
        builder.Services.AddSingleton<IdentityKeyFolder>();
        builder.Services.AddSingleton<IdentityVault>();
        builder.Services.AddSingleton<IdentitySecrets>();
        builder.Services.AddHostedService<IdentityKeeper>();
        builder.Services.AddHealthChecks().AddCheck<IdentityHealthCheck>("identity");
    }
}
