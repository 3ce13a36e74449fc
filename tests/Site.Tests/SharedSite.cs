namespace Affluence.Site.Tests;

/// <summary>One healthy site for all tests of a class that only read from it.</summary>
public sealed class SharedSite : IAsyncLifetime
{
    private SiteHost? _host;

    internal HttpClient Pages => _host!.Pages;

    public async ValueTask InitializeAsync() => _host = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _host!.DisposeAsync();
}
