namespace Affluence.Gateway;

public static class GatewayModule
{
    public static IHostApplicationBuilder AddGateway(this IHostApplicationBuilder builder) => builder;

    public static IEndpointRouteBuilder MapGateway(this IEndpointRouteBuilder endpoints) => endpoints;
}
