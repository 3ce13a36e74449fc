namespace Affluence.Report;

public static class ReportModule
{
    public static IHostApplicationBuilder AddReport(this IHostApplicationBuilder builder) => builder;

    public static IEndpointRouteBuilder MapReport(this IEndpointRouteBuilder endpoints) => endpoints;
}
