using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry. The standard <c>OTEL_*</c> variables apply. Figures never come from telemetry, so any
/// sampler may be set without distorting a count.
/// </summary>
internal static class Telemetry
{
    /// <summary>Every meter and activity source of ours begins with this.</summary>
    private const string OurSources = "Affluence.*";

    public static void Add(WebApplicationBuilder builder, ServiceEndpoint service)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? service.Name))
            .WithMetrics(metrics => metrics
                .AddMeter(OurSources)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());

        // Without a collector a span would be made for every request and thrown away.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging => logging.IncludeScopes = true);
        telemetry
            .WithTracing(tracing => tracing
                .AddSource(OurSources)
                .AddSource("Yarp.ReverseProxy")
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !ManagementConnection.Carries(context);
                    // What a visitor is told apart by is counted under a key, and goes nowhere in clear. What he looks for is his own.
                    options.EnrichWithHttpRequest = (activity, _) =>
                        activity.SetTag("user_agent.original", null).SetTag("client.address", null).SetTag("url.query", null);
                })
                .AddGrpcClientInstrumentation()
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }
}
