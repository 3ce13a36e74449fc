using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Embed;
using Affluence.Report.Dashboard.Page;
using Affluence.Report.Dashboard.Statement;
using Affluence.Report.Dashboard.TimeTravel;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Affluence.Report.Dashboard;

/// <summary>The page that people look at, in English at <c>/</c> and in French at <c>/fr</c>.</summary>
internal static class DashboardModule
{
    private const int MostAwaitedCircuits = 50;

    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddResponseCompression(options => options.MimeTypes = ["text/html", "text/javascript"]);
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // What a dashboard that went away leaves: long enough for a connection that was lost, and the page loads itself again after that.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
            circuits.DisconnectedCircuitMaxRetained = MostAwaitedCircuits;
        });
        services.AddScoped<AntiforgeryStateProvider, NoForms>();
        services.Configure<KeyManagementOptions>(PageKeys.Configure);
        services.AddOptionsWithValidateOnStart<EmbedOptions>().BindConfiguration(EmbedOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<CurveStore>();
        services.AddSingleton<PastSnapshots>();
        services.AddSingleton<RecentBulletins>();
        return services;
    }

    public static void MapDashboard(this WebApplication app)
    {
        // A page is seven times smaller so, and MudBlazor's script, which the build leaves as it is, four times. The API's answers are
        // not compressed: a tool that asks for them need not know how.
        app.UseResponseCompression();
        app.UseCircuitPlaces();
        var assets = PageAssets.Map(app);
        app.MapRazorComponents<Document>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .WithStaticAssets(assets)
            .DisableAntiforgery()
            .WithPageHeaders();
        app.MapEmbed();
        app.MapRobots();
    }
}
