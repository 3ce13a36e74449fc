using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Affluence.Simulator.Import;

/// <summary>The command line of what was imported.</summary>
internal static class ImportsCommand
{
    public static Command Create(TextWriter output)
    {
        var keyFile = ImportCommand.KeyFile();
        var list = new Command("list", "Lists what was imported under a key, by its names.") { keyFile };
        list.SetAction(parsed => Write(new ImportRegister(parsed.GetRequiredValue(keyFile)).Read(), output));
        return new Command("imports", "What was imported.") { list };
    }

    private static void Write(IReadOnlyList<ImportedLog> logs, TextWriter output)
    {
        if (logs.Count == 0)
        {
            output.WriteLine("Nothing was imported under this key.");
            return;
        }

        var table = new Table().AddColumns("name", "imported", "log", "from", "to");
        foreach (var column in (string[])["requests", "page views", "bots"])
        {
            table.AddColumn(column, settings => settings.RightAligned());
        }

        foreach (var log in logs)
        {
            table.AddRow(
                Markup.Escape(log.Name), Instant(log.ImportedAt), Markup.Escape(log.Log), Instant(log.From), Instant(log.To),
                Number(log.Requests), Number(log.PageViews), Number(log.Bots));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        console.Write(table);
    }

    private static string Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
