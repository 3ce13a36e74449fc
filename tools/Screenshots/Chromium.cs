using Microsoft.Playwright;

namespace Affluence.Screenshots;

/// <summary>The browser of this machine. None is downloaded.</summary>
public static class Chromium
{
    /// <summary>What to say where there is none.</summary>
    public const string MissingReason = "No Chromium is on the PATH: install one, for example with: apt-get install chromium";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Where it is; null: it is not installed.</summary>
    public static string? FilePath { get; } = Find();

    /// <summary>Starts it without a window.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = FilePath ?? throw new InvalidOperationException(MissingReason),
        Headless = true,

        // It refuses to start for root with its sandbox.
        ChromiumSandbox = !Environment.IsPrivilegedProcess,
    });

    private static string? Find() => (
        from name in Names
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
