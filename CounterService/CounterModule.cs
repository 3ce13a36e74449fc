namespace Affluence.Counter;

public static class CounterModule
{
    public static IHostApplicationBuilder AddCounter(this IHostApplicationBuilder builder) => builder;

    public static IEndpointRouteBuilder MapCounter(this IEndpointRouteBuilder endpoints) => endpoints;
}
