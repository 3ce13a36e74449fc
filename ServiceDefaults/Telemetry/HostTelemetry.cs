using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// Metrics and logs of one host by OpenTelemetry, and traces where it has its process to itself. The standard <c>OTEL_*</c> variables apply.
/// Figures never come from telemetry, so sampling distorts no count.
/// </summary>
internal static class HostTelemetry
{
    /// <summary>Every meter and activity source of ours begins with this.</summary>
    public const string OurSources = "Affluence.*";

    /// <summary>What holds unless a setting or the environment says otherwise.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>
    {
        // A second of everything that is recorded fits several times: see TraceBudgets.
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "8192",
        // At the end traces, metrics and logs are sent one after the other, each for so long if the collector hangs: with 10 s, OpenTelemetry's own
        // default, a host took 15 s to stop.
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "2000",
    };

    /// <param name="sharesProcess">The process has other hosts, and traces of its own: see <see cref="ProcessTraces"/>.</param>
    public static void Add(WebApplicationBuilder builder, ServiceEndpoint service, bool sharesProcess)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Name(resource, service.Name))
            .WithMetrics(metrics => metrics
                .AddMeter(OurSources)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());
        builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) =>
            metrics.AddView(new MetricViews(services.GetRequiredService<IMeterFactory>()).Of));

        // Without a collector a span would be made for every request and thrown away.
        if (!IsExported(builder.Configuration))
        {
            return;
        }

        telemetry.WithLogging(
            logging => logging.AddProcessor(new KeptTracesOnly()),
            options =>
            {
                options.IncludeScopes = true;
                options.IncludeFormattedMessage = true;
            });
        if (!sharesProcess)
        {
            telemetry.WithTracing(tracing => RequestTraces.Configure(tracing, builder.Configuration));
        }

        telemetry.UseOtlpExporter();
    }

    public static bool IsExported(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    /// <summary>
    /// What the environment says of the service comes last and stands: an orchestrator finds a process's telemetry by the
    /// <c>service.instance.id</c> that it set.
    /// </summary>
    public static void Name(ResourceBuilder resource, string name) => resource.AddService(name).AddEnvironmentVariableDetector();
}
