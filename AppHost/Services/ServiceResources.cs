using System.Globalization;
using Affluence.AppHost.Dashboard;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.AppHost.Services;

/// <summary>How a service is declared.</summary>
internal static class ServiceResources
{
    public const string Management = "management";
    public const string ManagementPort = "Management__Port";

    /// <summary>
    /// Every service has two ports: "http" for its work, under the name that others find it by, and "management" for health, metrics and
    /// operators. An endpoint with a variable of its own is left out of ASPNETCORE_URLS and HTTP_PORTS, so the first holds "http" alone.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddManaged<TProject>(name)
            .WithHttpEndpoint(targetPort: builder.PortWhenPublished(8080), name: "http")
            // Published projects are told to believe X-Forwarded-For from anybody: each visitor could choose his address, and anybody
            // could pass for an operator on loopback.
            .DisableForwardedHeaders();

    /// <summary>A project with a management port.</summary>
    public static IResourceBuilder<ProjectResource> AddManaged<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddProject<TProject>(name, options => options.ExcludeLaunchProfile = true)
            .RunAsBuilt()
            .WithTelemetrySettings()
            .WithHttpEndpoint(targetPort: builder.PortWhenPublished(9080), name: Management, env: ManagementPort)
            .WithDetail(Management, "Health", "/health/reasons")
            .WithManagementLink("/metrics", "Metrics");
        var check = $"{name}-health";
        ServiceHealthCheck? instance = null;
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            check,
            services => instance ??= ActivatorUtilities.CreateInstance<ServiceHealthCheck>(services, service.Resource),
            HealthStatus.Unhealthy,
            tags: null));
        service.WithHealthCheck(check);

        // Without a launch profile nothing says so, and what is published is not.
        return builder.ExecutionContext.IsRunMode
            ? service.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
            : service;
    }

    /// <summary>Containers have a port space each; on one machine Aspire finds free ports.</summary>
    public static int? PortWhenPublished(this IDistributedApplicationBuilder builder, int port) =>
        builder.ExecutionContext.IsPublishMode ? port : null;

    /// <summary>AsHttp2Service would take all endpoints of a resource, and so the management port with them.</summary>
    public static IResourceBuilder<ProjectResource> WithGrpc(this IResourceBuilder<ProjectResource> service, string endpointName) =>
        service
            .WithEndpoint(endpointName, endpoint => endpoint.Transport = "http2")
            // No browser speaks clear-text HTTP/2, so it is an address and no link.
            .WithUrlForEndpoint(endpointName, url =>
            {
                url.DisplayText = null;
                url.Url = "grpc" + url.Url[url.Url.IndexOf(':', StringComparison.Ordinal)..];
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            });

    /// <summary>WithExternalHttpEndpoints would take all endpoints of a resource, and so the management port with them.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicEndpoint(this IResourceBuilder<ProjectResource> service, string endpointName) =>
        service.WithEndpoint(endpointName, endpoint => endpoint.IsExternal = true);

    /// <summary>As many as <c>Gateway:Replicas</c>, and so on, says; one if it says nothing.</summary>
    /// <exception cref="InvalidSettingException">It says something else.</exception>
    public static IResourceBuilder<ProjectResource> WithConfiguredReplicas(this IResourceBuilder<ProjectResource> service)
    {
        var name = service.Resource.Name;
        var setting = $"{char.ToUpperInvariant(name[0])}{name[1..]}:Replicas";
        var text = service.ApplicationBuilder.Configuration[setting];
        if (string.IsNullOrEmpty(text))
        {
            return service.WithReplicas(1);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas) && replicas > 0
            ? service.WithReplicas(replicas)
            : throw new InvalidSettingException($"{setting} is '{text}', and must be a whole number from 1 up.");
    }
}
