namespace Affluence.Geo;

public static class GeoModule
{
    public static IHostApplicationBuilder AddGeo(this IHostApplicationBuilder builder) => builder;

    public static IEndpointRouteBuilder MapGeo(this IEndpointRouteBuilder endpoints) => endpoints;
}
