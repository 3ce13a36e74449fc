using System.Text.Encodings.Web;
using System.Text.Unicode;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Site.Assets;
using Affluence.Site.Errors;
using Affluence.Site.Knobs;
using Affluence.Site.Languages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace Affluence.Site;

/// <summary>The mock immigration information site: pages in English and French, and the knobs that make it fail.</summary>
/// <remarks>
/// Each page is two files, <c>Pages/En/X.cshtml</c> and <c>Pages/Fr/X.cshtml</c>, that hold its whole text as it reads: a translator
/// works on sentences in their place, not on keys. What they share, which is layout, form logic and figures, is code.
/// </remarks>
public static class SiteModule
{
    public static IHostApplicationBuilder AddSite(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        AddPages(services);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddOptionsWithValidateOnStart<KnobOptions>().BindConfiguration(KnobOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<KnobPanel>();
        services.AddSingleton<SiteMetrics>();
        services.AddCredentials(CredentialRole.Operator);
        services.AddManagementEndpoints(KnobEndpoints.Map);
        return builder;
    }

    public static WebApplication MapSite(this WebApplication app)
    {
        var errors = app.Services.GetRequiredService<ErrorPages>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(failed => failed.Run(context => errors.WriteAsync(context, StatusCodes.Status500InternalServerError)));
        app.UseMiddleware<LanguageOfPath>();
        app.UseMiddleware<KnobMiddleware>();
        app.UseStatusCodePages(errors.WriteStatusAsync);

        LanguageRedirect.Map(app);
        app.Services.GetRequiredService<SiteAssets>().Map(app);
        app.MapRazorPages();
        return app;
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddSingleton<SiteAssets>();
        services.AddSingleton<ErrorPages>();

        // French letters as themselves rather than as numeric references.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        // Our own part manager: MVC's would load the assembly that the host application is named after, which need not exist, and find
        // the pages a second time if it is this one.
        services.AddSingleton(new ApplicationPartManager());
        services.AddRazorPages()
            .AddMvcOptions(options => options.Filters.Add<PageCaching>())
            .AddApplicationPart(typeof(SiteModule).Assembly);

        // MVC brings data protection, which would write a key to the user's profile at start. No page here protects anything with it.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var keyLoader in services.Where(LoadsDataProtectionKeys).ToList())
        {
            services.Remove(keyLoader);
        }
    }

    private static bool LoadsDataProtectionKeys(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly;
}
