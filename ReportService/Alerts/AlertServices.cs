using Affluence.Report.Alerts.Webhooks;
using Affluence.ServiceDefaults;

namespace Affluence.Report.Alerts;

/// <summary>Alerts: making and delivering them.</summary>
internal static class AlertServices
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        // A setting of a webhook that is misspelt is one that somebody relies on.
        services.AddOptionsWithValidateOnStart<AlertOptions>()
            .BindConfiguration(AlertOptions.Section)
            .PostConfigure<IConfiguration>((_, configuration) => RefuseUnknown(configuration.GetSection(AlertOptions.Section)))
            .ValidateDataAnnotations();
        services.AddSingleton<WebhookList>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton<AlertWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatcher>());
        services.AddHostedService<AlertDelivery>();
        services.AddHealthChecks().AddCheck<AlertHealthCheck>("alerts");
        return services;
    }

    private static void RefuseUnknown(IConfigurationSection alerts)
    {
        KnownSettings.RefuseOthers(alerts, nameof(AlertOptions.MaximumAge), nameof(AlertOptions.WebhookTimeout), nameof(AlertOptions.Webhooks));
        foreach (var webhook in alerts.GetSection(nameof(AlertOptions.Webhooks)).GetChildren())
        {
            KnownSettings.RefuseOthers(
                webhook,
                nameof(WebhookOptions.Url),
                nameof(WebhookOptions.Secret),
                nameof(WebhookOptions.SecretFile),
                nameof(WebhookOptions.Language),
                nameof(WebhookOptions.Name),
                nameof(WebhookOptions.AllowPrivateNetworks));
        }
    }
}
