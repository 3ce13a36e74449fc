using System.CommandLine;
using System.Globalization;
using Affluence.Standalone;
using Microsoft.Playwright;

namespace Affluence.Screenshots;

/// <summary>The command line: plays the night into a fresh system and takes the pictures of its dashboard; or takes those of the waiting page.</summary>
internal static class ScreenshotsCommand
{
    private const int BadArguments = 2;

    private static readonly TimeSpan RecordingLimit = TimeSpan.FromMinutes(30);

    private static readonly Option<double> Scale = new("--scale")
    {
        Description = "Part of the visitors: 1 are 200,000 at 23:00.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = "Where to begin on both evenings.",
        DefaultValueFactory = _ => "2016-11-08T20:55",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Where to end on both evenings.",
        DefaultValueFactory = _ => "2016-11-08T23:50",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for the pictures.",
        DefaultValueFactory = _ => "docs/images",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand("Takes the pictures of docs/images: the dashboard on the night of 8 November 2016 at 23:00.") { Scale, From, To, Out };
        command.Subcommands.Add(WaitingRoom());
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Scale), parsed.GetRequiredValue(From), parsed.GetRequiredValue(To), parsed.GetRequiredValue(Out), cancellationToken));
        return await command.Parse(args).InvokeAsync();
    }

    private static Command WaitingRoom()
    {
        var command = new Command("waiting-room", "Takes the pictures of the waiting page on a phone.") { Out };
        command.SetAction((parsed, cancellationToken) => TakeAsync(
            parsed.GetRequiredValue(Out), browser => WaitingRoomPictures.TakeAsync(browser, parsed.GetRequiredValue(Out), cancellationToken)));
        return command;
    }

    private static Task<int> RunAsync(double scale, string from, string to, string folder, CancellationToken cancellationToken) => TakeAsync(folder, async browser =>
    {
        var start = TimeProvider.System.GetTimestamp();
        await using var night = await RecordedNight.PlayAsync(scale, from, to, RecordingLimit, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Played and on record in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s."));
        await TakeAsync(browser, night.System, folder);
    });

    /// <returns>The exit code.</returns>
    private static async Task<int> TakeAsync(string folder, Func<IBrowser, Task> take)
    {
        if (Chromium.FilePath is null)
        {
            await Console.Error.WriteLineAsync(Chromium.MissingReason);
            return BadArguments;
        }

        Directory.CreateDirectory(folder);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await take(browser);
        return 0;
    }

    private static async Task TakeAsync(IBrowser browser, StandaloneSystem system, string folder)
    {
        foreach (var picture in Picture.All)
        {
            await picture.TakeAsync(browser, system.Report.Public, folder);
            await Console.Out.WriteLineAsync(Path.Combine(folder, $"{picture.Name}.png"));
        }
    }
}
