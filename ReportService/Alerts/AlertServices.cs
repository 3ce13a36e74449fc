using Affluence.Report.Alerts.Webhooks;

namespace Affluence.Report.Alerts;

/// <summary>Alerts: making and delivering them.</summary>
internal static class AlertServices
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        // A setting of a webhook that is misspelt is one that somebody relies on.
        services.AddOptionsWithValidateOnStart<AlertOptions>()
            .BindConfiguration(AlertOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
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
}
