namespace Affluence.Report.Api;

internal static class ReportApi
{
    public static IServiceCollection AddReportApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options => Snapshots.SnapshotJson.Configure(options.SerializerOptions));
        return services;
    }

    public static void MapReportApi(this WebApplication app)
    {
        app.MapGet("/api/v1/snapshots/current", IResult (Live.CurrentSnapshot current) => TypedResults.Ok(current.Read()));
    }
}
