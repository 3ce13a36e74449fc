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
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // What the server refuses of a request while it is read, such as a body beyond measure (413), is the client's fault and no 500.
            StatusCodeSelector = exception => exception is BadHttpRequestException refused ? refused.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();

        var api = app.MapGroup("/api/v1");
        api.MapSnapshots();
        api.MapSurges();
        api.MapFairness();
        api.MapBulletins();
        api.MapAnnotations();
        api.MapAlerts();
        api.MapStream();
        api.MapSite();
        api.MapPictures();

        app.MapApiDocument();
    }
}
