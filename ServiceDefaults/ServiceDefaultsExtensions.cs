using System.Globalization;
using Affluence.ServiceDefaults.Credentials;
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
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, ServiceEndpoint service)
    {
        AddDefaults(builder.Configuration);
        Listeners.Open(builder, service);
        builder.WebHost.ConfigureKestrel(ConnectionLimits.Set);
        GrpcLimits.Set(builder.Services);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        Telemetry.Add(builder, service);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [ManagementEndpoints.LiveTag]);
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
    private static void AddDefaults(IConfigurationBuilder configuration)
    {
        var settings = new Dictionary<string, string?>
        {
            // Or "json", which escapes as well. The others write what they are given.
            ["Logging:Console:FormatterName"] = LineFormatter.FormatterName,
            // A log that nobody takes away, since its disk or its reader hangs, must not hold up a page: what has no room is left out, and told.
            ["Logging:Console:QueueFullMode"] = "DropWrite",
            // One line a request is no help at 20,000 a second.
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            ["Logging:LogLevel:System.Net.Http"] = "Warning",
            ["Logging:LogLevel:Yarp"] = "Warning",
            // These two tell of a failed start with a stack, where ServiceExit says it in a line, and of URLs that Listeners binds itself.
            ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel"] = "None",
            ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel."] = "Warning",
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        };
        foreach (var service in ServiceEndpoint.All)
        {
            settings[$"services:{service.Name}:http:0"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{service.Port}");
        }

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }
}
