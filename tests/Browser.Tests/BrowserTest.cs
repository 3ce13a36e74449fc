using Affluence.Screenshots;
using Xunit.Sdk;
using Xunit.v3;

// One browser and one machine for all of them: beside each other they would only wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Affluence.Browser.Tests.SharedBrowser))]
[assembly: AssemblyFixture(typeof(Affluence.Browser.Tests.SharedNight))]

namespace Affluence.Browser.Tests;

/// <summary>
/// A test that looks at pages as people do. Skipped where there is no Chromium. A test fails besides when any of its windows asked another
/// server for anything, or had an error or a refusal of the content security policy in its console.
/// </summary>
public abstract class BrowserTest(SharedBrowser browser) : IAsyncLifetime
{
    // A busy machine makes the tests slow and not red.
    private readonly List<Window> _windows = [];

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium.FilePath is null, Chromium.MissingReason);
        SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        string[] faults = [.. _windows.SelectMany(window => window.Faults)];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
        return ValueTask.CompletedTask;
    }

    /// <param name="origin">The one server that the window may ask.</param>
    private protected async Task<Window> OpenAsync(Uri origin, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = origin.ToString();
        options.Permissions = ["clipboard-read", "clipboard-write"];
        var window = await Window.OpenAsync(await (await browser.ReadyAsync()).NewContextAsync(options), origin);
        _windows.Add(window);
        return window;
    }
}
