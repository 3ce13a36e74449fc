using System.Globalization;
using Affluence.ServiceDefaults.Credentials;
using Affluence.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Affluence.ServiceDefaults;

/// <summary>What every host of a service calls: listeners, telemetry, health, service discovery.</summary>
public static class ServiceDefaultsExtensions
{
    private const string FormatterSetting = "Logging:Console:FormatterName";

    /// <param name="sharesProcess">The process has other hosts too, and starts <see cref="ProcessTraces"/> for all of them.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, ServiceEndpoint service, bool sharesProcess = false)
    {
        AddDefaults(builder.Configuration);
        EscapeLogs(builder.Configuration);
        Listeners.Open(builder, service);
        builder.WebHost.ConfigureKestrel(ConnectionLimits.Set);
        GrpcLimits.Set(builder.Services);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        HostTelemetry.Add(builder, service, sharesProcess);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddServiceDiscovery();
        builder.Services.AddOptionsWithValidateOnStart<ServiceClientOptions>().BindConfiguration(ServiceClientOptions.Section).ValidateDataAnnotations();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [ManagementEndpoints.LiveTag]);
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthChanges>();
        builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Period = HealthChanges.Period);
        builder.Services.AddTransient<IStartupFilter, ManagementEndpoints.StartupFilter>();
        if (service.Protocols == HttpProtocols.Http2 || service.GrpcPort is not null)
        {
            builder.Services.AddGrpcHealthChecks();
        }

        return builder;
    }

    /// <summary>
    /// Maps health on a service's own port too, for probes that know no other. A service open to the public, which is the gateway, does
    /// not call this: its health is on the management port alone.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ManagementEndpoints.MapHealth(app);
        if (app.Services.GetService<Grpc.HealthCheck.HealthServiceImpl>() is not null)
        {
            app.MapGrpcHealthChecksService().OpenToAnybody();
        }

        return app;
    }

    /// <summary>What holds if nothing says otherwise; any other source of configuration outweighs it.</summary>
    private static void AddDefaults(ConfigurationManager configuration)
    {
        var settings = new Dictionary<string, string?>
        {
            // Or "json", which escapes as well.
            [FormatterSetting] = LineFormatter.FormatterName,
            // A log that nobody takes away, since its disk or its reader hangs, must not hold up a page: what has no room is left out, and told.
            ["Logging:Console:QueueFullMode"] = "DropWrite",
            // One line a request is no help at 20,000 a second.
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            ["Logging:LogLevel:System.Net.Http"] = "Warning",
            ["Logging:LogLevel:Yarp"] = "Warning",
            // At Information it logs the status of each call that was refused, whose detail may be of what was sent.
            ["Logging:LogLevel:Grpc"] = "Warning",
            // A warning for each call that fails; who calls says it once, and when it is over.
            ["Logging:LogLevel:Grpc.Net.Client"] = "Error",
            // At every probe; HealthChanges logs each change.
            ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService"] = "None",
        };
        if (!HostTelemetry.IsExported(configuration))
        {
            // While this is on at all, the framework makes an activity and a scope for each request, for other logs to name: 1 KB, of the 2.5 KB that a
            // page from the gateway's cache takes. With a collector there is an activity anyway; whoever wants them without sets the level to Critical.
            settings["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None";
        }

        foreach (var (key, value) in HostTelemetry.Defaults)
        {
            settings[key] = value;
        }

        foreach (var service in ServiceEndpoint.All)
        {
            settings[$"services:{service.Name}:http:0"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{service.Port}");
        }

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }

    /// <summary>The framework's other formatters write what they are given, and Aspire asks for one of them.</summary>
    private static void EscapeLogs(ConfigurationManager configuration)
    {
        if (configuration[FormatterSetting] is "simple" or "systemd")
        {
            configuration[FormatterSetting] = LineFormatter.FormatterName;
        }
    }
}
