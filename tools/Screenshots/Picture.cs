using Microsoft.Playwright;

namespace Affluence.Screenshots;

/// <summary>A picture of the dashboard.</summary>
/// <param name="Name">Of its file, without the ending.</param>
/// <param name="Path">Of the page.</param>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Scale">Pixels of the picture for one of the window.</param>
public sealed record Picture(string Name, string Path, int Width, int Height, float Scale, ColorScheme Colors)
{
    private const string Night = "at=2016-11-08T23:00";

    /// <summary>What docs/images holds: the night at 23:00.</summary>
    public static IReadOnlyList<Picture> All { get; } =
    [
        new("night-en", $"/?{Night}", 1440, 1000, 1, ColorScheme.Light),
        new("night-fr", $"/fr?{Night}", 1440, 1000, 1, ColorScheme.Light),
        new("night-dark", $"/?{Night}", 1440, 1000, 1, ColorScheme.Dark),
        new("night-phone", $"/?{Night}", 390, 844, 2, ColorScheme.Light),
    ];

    /// <summary>Takes it.</summary>
    /// <param name="dashboard">Where the dashboard is.</param>
    /// <param name="folder">Where the picture goes, as a PNG file.</param>
    public async Task TakeAsync(IBrowser browser, Uri dashboard, string folder)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = Width, Height = Height },
            DeviceScaleFactor = Scale,
            ColorScheme = Colors,
            Locale = Path.StartsWith("/fr", StringComparison.Ordinal) ? "fr-CA" : "en-CA",
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(dashboard, Path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await page.EvaluateAsync("document.fonts.ready");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(folder, $"{Name}.png") });
    }
}
