using Affluence.Admission.V1;
using Affluence.Counter.V1;
using Affluence.Geo.V1;
using Affluence.Report.Alerts;
using Affluence.Report.Annotations;
using Affluence.Report.Api;
using Affluence.Report.Attribution;
using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Counter;
using Affluence.Report.Dashboard;
using Affluence.Report.Fairness;
using Affluence.Report.Grpc;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Pictures;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Affluence.Report.Surges;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Affluence.Report;

/// <summary>The report: snapshots, their history, and the ways to read them.</summary>
public static class ReportModule
{
    // Of all minutes that were recorded into: a year of them, imported at once, is 14 MB.
    private const int LongestAnswer = 64 * 1024 * 1024;

    public static IHostApplicationBuilder AddReport(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);

        // While a peer is away, the client libraries would log each call of every 2 s with its stack; the report logs it once, and its return.
        builder.Logging.AddFilter("Grpc.Net.Client", LogLevel.None);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);

        services.AddOptionsWithValidateOnStart<ReportOptions>().BindConfiguration(ReportOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<SurgeOptions>().BindConfiguration(SurgeOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<SiteTimeOptions, SiteTimeOptionsValidator>().BindConfiguration(SiteTimeOptions.Section);
        services.AddServiceClient<VisitorCounterService.VisitorCounterServiceClient>(ServiceEndpoint.Counter)
            .ConfigureChannel(channel => channel.MaxReceiveMessageSize = LongestAnswer)
            .AddServiceCredential(CredentialRole.Query);
        services.AddServiceClient<AdmissionService.AdmissionServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Query);
        services.AddSingleton<ArrivalReader>();
        services.AddSingleton<RoomReader>();
        services.AddSingleton<FairRoomReader>();
        services.AddSingleton<FairnessReader>();
        services.AddServiceClient<GeolocationService.GeolocationServiceClient>(ServiceEndpoint.Geo);

        services.AddSingleton(provider => new SiteCalendar(provider.GetRequiredService<IOptions<SiteTimeOptions>>()));
        services.AddHostedService<SystemClockCheck>();
        services.AddSingleton<VisitorCounter>();
        services.AddSingleton<ReportMetrics>();
        services.AddSingleton<PastMinutes>();
        services.AddSingleton<Comparisons>();
        services.AddSingleton<SnapshotComposer>();
        services.AddSingleton<MinuteComposer>();
        services.AddSingleton<SnapshotArchive>();
        services.AddSingleton<SurgeHistory>();

        services.AddSingleton<CurrentSnapshot>();
        services.AddSingleton<Places>();
        services.AddSingleton<ReadingTurns>();
        services.AddHostedService<LiveComposer>();

        services.AddSingleton<ReportDatabase>();
        services.AddSingleton<SnapshotHistory>();
        services.AddSingleton<AnnotationStore>();
        services.AddSingleton<RecordingBacklog>();
        services.AddSingleton<MinuteKeeper>();
        services.AddHostedService<MinuteRecorder>();
        services.AddHostedService<HistoryPruning>();

        services.AddSingleton<BulletinWriter>();
        services.AddSingleton<BulletinRegister>();
        services.AddSingleton<BulletinOffice>();

        services.AddHealthChecks()
            .AddCheck<LiveHealthCheck>("live_snapshot")
            .AddCheck<HistoryHealthCheck>("history")
            .AddCheck<RecordingHealthCheck>("recording");
        services.AddSingleton<GeoDatasetSource>();
        services.AddCredentials(CredentialRole.Operator);
        services.AddAlerts();
        services.AddSingleton<PictureRenderer>();
        services.AddReportApi();
        services.AddDashboard();
        services.AddGrpc();
        services.AddGrpcReflection();
        services.AddGrpcHealthOf(V1.SnapshotService.Descriptor.FullName, V1.FairnessService.Descriptor.FullName);
        return builder;
    }

    public static WebApplication MapReport(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseTrustedProxies();
        app.UseKnownHosts(KnownHosts.Of(ReportOptions.HostsSetting, app.Configuration));
        app.UseReadersOnly();
        app.UseApiHeaders();
        app.MapReportApi();

        app.MapDashboard();
        app.MapGrpcService<SnapshotGrpcService>();
        app.MapGrpcService<FairnessGrpcService>();
        if (app.Environment.IsDevelopment())
        {
            app.MapGrpcReflectionService();
        }

        return app;
    }
}
