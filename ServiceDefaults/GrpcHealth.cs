using Grpc.AspNetCore.HealthChecks;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ServiceDefaults;

/// <summary>gRPC health (grpc.health.v1) by the name of a service, as clients and probes ask that know which one they mean.</summary>
public static class GrpcHealth
{
    /// <summary>Answers for these services as for the whole host; of a name that is not added the answer is NOT_FOUND.</summary>
    /// <param name="names">Full names, such as <c>affluence.geo.v1.GeolocationService</c>.</param>
    public static IServiceCollection AddGrpcHealthOf(this IServiceCollection services, params string[] names) =>
        services.Configure<GrpcHealthChecksOptions>(options =>
        {
            foreach (var name in names)
            {
                options.Services.Map(name, _ => true);
            }
        });
}
