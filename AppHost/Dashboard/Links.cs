using Affluence.AppHost.Services;

namespace Affluence.AppHost.Dashboard;

/// <summary>What the dashboard shows of a resource's addresses. The address of an endpoint is replaced by the first link to it.</summary>
internal static class Links
{
    /// <summary>A link in the list of resources.</summary>
    public static IResourceBuilder<ProjectResource> WithLink(
        this IResourceBuilder<ProjectResource> service, string endpointName, string path, string text) =>
        path == "/"
            ? service.WithUrlForEndpoint(endpointName, url => url.DisplayText = text)
            : service.WithUrlForEndpoint(endpointName, _ => new ResourceUrlAnnotation { Url = path, DisplayText = text });

    /// <summary>The address of an endpoint, in the details alone.</summary>
    public static IResourceBuilder<ProjectResource> WithDetail(
        this IResourceBuilder<ProjectResource> service, string endpointName, string text, string path = "") =>
        service.WithUrlForEndpoint(endpointName, url =>
        {
            url.DisplayText = text;
            url.Url += path;
            url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
        });

    /// <summary>One more link to the management port, in the details alone.</summary>
    public static IResourceBuilder<ProjectResource> WithManagementLink(this IResourceBuilder<ProjectResource> service, string path, string text) =>
        service.WithUrlForEndpoint(
            ServiceResources.Management,
            _ => new ResourceUrlAnnotation { Url = path, DisplayText = text, DisplayLocation = UrlDisplayLocation.DetailsOnly });
}
