using Affluence.Report.Api.Description;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>The HTTP API, version 1.</summary>
internal static class ReportApi
{
    public static IServiceCollection AddReportApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options => SnapshotJson.Configure(options.SerializerOptions));
        services.AddApiDocument();
        return services;
    }

    public static void MapReportApi(this WebApplication app)
    {
        // Also what routing refuses (404, 405) and what goes wrong unforeseen (500) is told as problem+json.
        app.UseExceptionHandler();
        app.UseStatusCodePages();

        var api = app.MapGroup("/api/v1");
        api.MapSnapshots();
        api.MapSurges();
        api.MapBulletins();
        api.MapAnnotations();
        api.MapAlerts();
        api.MapStream();
        api.MapSite();
        api.MapPictures();

        app.MapApiDocument();
    }
}
