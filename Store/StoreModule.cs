using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Affluence.Store;

/// <summary>The embedded store as a service of its own: for a machine that has neither a Redis nor a container engine.</summary>
public static class StoreModule
{
    public static IHostApplicationBuilder AddStore(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<StoreOptions>()
            .BindConfiguration(StoreOptions.Section)
            .ValidateDataAnnotations();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<StoreHost>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreHost>());
        builder.Services.AddSingleton<StoreHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
        return builder;
    }
}
