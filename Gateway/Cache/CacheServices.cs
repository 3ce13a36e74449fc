using Affluence.Gateway.Cache.Disk;
using Affluence.Gateway.Cache.Fetching;
using Affluence.Gateway.Cache.Storage;
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
        services.AddSingleton<OriginRequests>();
        services.AddSingleton<CacheMetrics>();
        services.AddHostedService<WarmStart>();
    }
}
