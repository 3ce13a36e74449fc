using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// Settings of the connection to the store: the connection string, and over it what <c>Aspire:StackExchange:Redis:redis</c> says, as in any
/// program that uses Aspire's client.
/// </summary>
internal static class StoreSettings
{
    /// <exception cref="ServiceDefaults.InvalidSettingException">The connection string is none.</exception>
    public static void Add(IHostApplicationBuilder builder)
    {
        var connectionString = StoreConfiguration.Read(builder.Configuration).ToString(includePassword: true);
        builder.AddKeyedRedisClient(
            StoreConfiguration.Name,
            settings =>
            {
                settings.ConnectionString = connectionString;

                // The connection stays StoreConnection: Aspire's waits for the store at the start, its check gives no reason, and it has a span
                // for every command of a pipeline of thousands.
                settings.DisableAutoActivation = true;
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            options => options.BacklogPolicy = BacklogPolicy.FailFast);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<IOptionsMonitor<ConfigurationOptions>>().Get(StoreConfiguration.Name));
    }
}
