using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Trace;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// Which traces are recorded, and what they are called. Where a trace begins it is decided whether it is recorded, for all services it will
/// run through: what is recorded is whole.
/// </summary>
internal static class RequestTraces
{
    private static readonly string[] ProbePaths = ["/health", "/alive", "/grpc.health.v1.Health"];

    public static void Configure(TracerProviderBuilder tracing, IConfiguration configuration)
    {
        // Who sets a sampler has that one, by the standard's own names.
        if (string.IsNullOrWhiteSpace(configuration["OTEL_TRACES_SAMPLER"]))
        {
            tracing.SetSampler(new ParentBasedSampler(new UnaskedCalls()));
        }

        var budgets = new TraceBudgets(TimeProvider.System);
        tracing
            .AddSource(HostTelemetry.OurSources)
            .AddSource("Yarp.ReverseProxy")
            .AddAspNetCoreInstrumentation(options => Configure(options, budgets))
            .AddGrpcClientInstrumentation()
            .AddHttpClientInstrumentation();
    }

    private static void Configure(AspNetCoreTraceInstrumentationOptions options, TraceBudgets budgets)
    {
        options.Filter = context => !IsProbe(context) && (Activity.Current is { HasRemoteParent: true } || budgets.TryTake(context.Request));

        // What a visitor is told apart by is counted under a key, and goes nowhere in clear. What he looks for is his own.
        options.EnrichWithHttpRequest = (activity, _) =>
            activity.SetTag("user_agent.original", null).SetTag("client.address", null).SetTag("url.query", null);
        options.EnrichWithHttpResponse = (activity, response) =>
        {
            if (response.HttpContext.Features.Get<RequestClass>() is { } requestClass)
            {
                activity.DisplayName = $"{response.HttpContext.Request.Method} {requestClass.Name}";
            }
        };
    }

    private static bool IsProbe(HttpContext context) =>
        ManagementConnection.Carries(context) || ProbePaths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Leaves out the calls that begin a trace of their own. Nobody asked for those: they are polls, of which a system with nobody there makes
    /// 136 a minute. What is done for somebody is within his request, or in a span of ours such as a flush.
    /// </summary>
    private sealed class UnaskedCalls : Sampler
    {
        // gRPC's client makes its span without a kind, which the instrumentation gives it later.
        private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name == GrpcCall ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }
}
