using Affluence.Cache.V1;
using Affluence.Gateway.Cache.Disk;
using Affluence.Gateway.Cache.Fetching;
using Affluence.Gateway.Cache.Purging;
using Affluence.Gateway.Cache.Storage;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache;

/// <summary>The parts of the cache.</summary>
internal static class CacheServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<CacheClock>();
        services.AddSingleton<SiteCondition>();
        services.AddSingleton(provider => new ResponseStore(provider.GetRequiredService<IOptions<CacheOptions>>().Value));
        services.AddSingleton<FlightRunner>();
        services.AddSingleton<OriginRequests>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<WarmStart>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmStart>());
        AddPurging(services);
    }

    private static void AddPurging(IServiceCollection services)
    {
        services.AddServiceClient<PurgeService.PurgeServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Identity);
        services.AddSingleton<PurgeLedger>();
        services.AddSingleton<PurgeExecutor>();
        services.AddSingleton<PurgeSync>();
        services.AddHostedService(provider => provider.GetRequiredService<PurgeSync>());
        services.AddCredentials(CredentialRole.Operator);
        services.AddManagementEndpoints(CacheEndpoints.Map);
    }
}
