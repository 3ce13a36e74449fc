using Affluence.ServiceDefaults;
using Affluence.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Site.Tests;

/// <summary>
/// The site as any other host runs it: under another application name, with a content root in which there is nothing, on real sockets.
/// </summary>
internal sealed class SiteHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _contentRoot;

    private SiteHost(WebApplication app, DirectoryInfo contentRoot, bool hasCredentials)
    {
        _app = app;
        _contentRoot = contentRoot;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Pages = NewClient(addresses.First());
        Management = NewClient(addresses.Last());
        if (!hasCredentials)
        {
            Management.AsOperator();
        }
    }

    public HttpClient Pages { get; }

    public HttpClient Management { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SiteHost> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, params (string Key, string Value)[] settings)
    {
        var contentRoot = Directory.CreateTempSubdirectory("site-tests-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "SomeOtherHost",
            ContentRootPath = contentRoot.FullName,
        });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings
            .Append(("urls", "http://127.0.0.1:0"))
            .Append(("Management:Port", "0"))
            .Select(setting => KeyValuePair.Create<string, string?>(setting.Item1, setting.Item2)));
        services?.Invoke(builder.Services);
        builder.AddServiceDefaults(ServiceEndpoint.Site);
        builder.AddSite();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapSite();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SiteHost(app, contentRoot, settings.Any(setting => setting.Key.StartsWith("Credentials:", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        Pages.Dispose();
        Management.Dispose();
        await _app.DisposeAsync();
        _contentRoot.Delete(recursive: true);
    }

    private static HttpClient NewClient(string address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address) };
}
