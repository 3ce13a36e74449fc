namespace Affluence.AppHost.Services;

/// <summary>The civil time of the site, in which the counter (identity days) and the report (comparisons) must live alike.</summary>
internal static class SiteTime
{
    private const string TimeZoneSetting = "SiteTime:TimeZone";
    private const string FileSetting = "SiteTime:TzdbFile";

    public static IResourceBuilder<ParameterResource> AddTimeZone(this IDistributedApplicationBuilder builder) =>
        builder.AddParameter("time-zone", builder.Configuration[TimeZoneSetting] ?? "America/Toronto", publishValueAsDefault: true);

    public static IResourceBuilder<ProjectResource> WithSiteTime(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> timeZone)
    {
        service.WithEnvironment("SiteTime__TimeZone", timeZone);

        // A service's working directory is its own. What is published finds no file of this machine.
        return service.ApplicationBuilder is { ExecutionContext.IsRunMode: true, Configuration: { } configuration }
            && configuration[FileSetting] is { Length: > 0 } file
            ? service.WithEnvironment("SiteTime__TzdbFile", Path.GetFullPath(file))
            : service;
    }
}
