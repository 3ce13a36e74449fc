using Affluence.Geo.Grpc;
using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Affluence.Geo;

/// <summary>Address to country, over gRPC, from any country file in MaxMind DB format.</summary>
public static class GeoModule
{
    // The largest LocateMany that the contract allows is 1 MiB; one that is somewhat larger still gets an answer that names the limit.
    private const int MaxReceiveMessageSize = 2 * GeolocationGrpcService.MaxAddressBytes;

    public static IHostApplicationBuilder AddGeo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<GeoOptions>().BindConfiguration(GeoOptions.Section).ValidateDataAnnotations();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CurrentDataset>();
        builder.Services.AddSingleton<DatasetLoader>();
        builder.Services.AddSingleton<GeoMetrics>();
        builder.Services.AddHostedService<DatasetWatcher>();
        builder.Services.AddHealthChecks().AddCheck<DatasetHealthCheck>("dataset");
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpc().AddServiceOptions<GeolocationGrpcService>(grpc => grpc.MaxReceiveMessageSize = MaxReceiveMessageSize);
        builder.Services.AddGrpcHealthOf(GeolocationService.Descriptor.FullName);
        return builder;
    }

    public static IEndpointRouteBuilder MapGeo(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<GeolocationGrpcService>();
        if (endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            endpoints.MapGrpcReflectionService();
        }

        return endpoints;
    }
}
