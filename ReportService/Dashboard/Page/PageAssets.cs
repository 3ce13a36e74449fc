using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.FileProviders;

namespace Affluence.Report.Dashboard.Page;

/// <summary>
/// Finds the dashboard's styles and scripts in whichever process the report runs: its own, Standalone's or that of a test. The build lists
/// them under the name of the process; where that has no list, as in a test, under the name of this service.
/// </summary>
internal static class PageAssets
{
    private static readonly string Folder = AppContext.BaseDirectory;

    /// <summary>Serves the files.</summary>
    /// <returns>The list of them, for pages to name them by.</returns>
    /// <exception cref="FileNotFoundException">This process was built without them.</exception>
    public static string Map(WebApplication app)
    {
        var environment = app.Environment;
        var endpoints = Find("endpoints", environment)
            ?? throw new FileNotFoundException($"There is no list of the dashboard's files in {Folder}.", $"*.staticwebassets.endpoints.json");
        if (Find("runtime", environment) is { } runtime)
        {
            // Built and not published: the files are where they were built from, and this says where.
            StaticWebAssetsLoader.UseStaticWebAssets(environment, new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create(WebHostDefaults.StaticWebAssetsKey, (string?)runtime)])
                .Build());
        }
        else if (Directory.Exists(Path.Combine(Folder, "wwwroot")))
        {
            // Published: they lie beside the program, from wherever it was started.
            environment.WebRootFileProvider = new PhysicalFileProvider(Path.Combine(Folder, "wwwroot"));
        }

        app.MapStaticAssets(endpoints);
        return endpoints;
    }

    private static string? Find(string kind, IWebHostEnvironment environment)
    {
        string[] names = [environment.ApplicationName, typeof(PageAssets).Assembly.GetName().Name!];
        return names.Select(name => Path.Combine(Folder, $"{name}.staticwebassets.{kind}.json")).FirstOrDefault(File.Exists);
    }
}
