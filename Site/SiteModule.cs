namespace Affluence.Site;

public static class SiteModule
{
    public static IHostApplicationBuilder AddSite(this IHostApplicationBuilder builder) => builder;

    public static IEndpointRouteBuilder MapSite(this IEndpointRouteBuilder endpoints) => endpoints;
}
