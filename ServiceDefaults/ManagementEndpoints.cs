using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ServiceDefaults;

/// <summary>What answers on the management port, and nowhere else: health, metrics and a service's operator endpoints.</summary>
public static class ManagementEndpoints
{
    internal const string LiveTag = "live";
    private const string HostsSetting = "Management:Hosts";

    /// <summary>Adds a service's operator endpoints to the management port.</summary>
    public static IServiceCollection AddManagementEndpoints(this IServiceCollection services, Action<IEndpointRouteBuilder> map) =>
        services.AddSingleton(new OperatorEndpoints(map));

    /// <summary>Probes have no credential, also where a service asks readers for one; what they are answered is one word.</summary>
    internal static void MapHealth(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health").OpenToAnybody();
        endpoints.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).OpenToAnybody();
    }

    internal sealed record OperatorEndpoints(Action<IEndpointRouteBuilder> Map);

    /// <summary>Branches before anything else, so that no public middleware sees a management request or can answer one.</summary>
    internal sealed class StartupFilter(IEnumerable<OperatorEndpoints> operatorEndpoints, IConfiguration configuration) : IStartupFilter
    {
        private readonly KnownHosts _hosts = KnownHosts.Of(HostsSetting, configuration);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.MapWhen(ManagementConnection.Carries, management =>
            {
                management.UseKnownHosts(_hosts);
                management.UseRouting();
                management.UseEndpoints(endpoints =>
                {
                    MapHealth(endpoints);
                    endpoints.MapHealthChecks("/health/reasons", HealthReasons.Options);
                    endpoints.MapPrometheusScrapingEndpoint("/metrics");
                    foreach (var operatorEndpoint in operatorEndpoints)
                    {
                        operatorEndpoint.Map(endpoints);
                    }
                });
            });
            next(app);
        };
    }
}
