using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// Traces of a process that holds several hosts. A listener hears the spans of the whole process, so one of each host would export every span as
/// often as there are hosts, each time under another name.
/// </summary>
public static class ProcessTraces
{
    /// <param name="name">Of the process, in place of a service's.</param>
    /// <param name="settings">Those of the hosts; <c>OTEL_*</c> are read from them, and else from the environment.</param>
    /// <returns>To be disposed of after the hosts, so that their last spans are sent; null where no collector is named.</returns>
    public static IDisposable? Start(string name, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(HostTelemetry.Defaults)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings)
            .Build();
        if (!HostTelemetry.IsExported(configuration))
        {
            return null;
        }

        return OpenTelemetrySdk.Create(telemetry =>
        {
            telemetry.Services.AddSingleton(configuration);
            telemetry
                .ConfigureResource(resource => HostTelemetry.Name(resource, name))
                .WithTracing(tracing => RequestTraces.Configure(tracing, configuration))
                .UseOtlpExporter();
        });
    }
}
