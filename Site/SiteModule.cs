namespace Affluence.Site;

public static class SiteModule
{
    public static IHostApplicationBuilder AddSite(this IHostApplicationBuilder builder) => builder;

    public static WebApplication MapSite(this WebApplication app) => app;
}
