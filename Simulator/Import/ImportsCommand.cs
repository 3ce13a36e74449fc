using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Affluence.Simulator.Import;

/// <summary>The command line of what was imported.</summary>
internal static class ImportsCommand
{
    public static Command Create(TextWriter output, TextWriter error) => new("imports", "What was imported.") { List(output), Retract(output, error) };

    private static Command List(TextWriter output)
    {
        var keyFile = ImportCommand.KeyFile();
        var list = new Command("list", "Lists what was imported under a key, by its names.") { keyFile };
        list.SetAction(parsed => Write(new ImportRegister(parsed.GetRequiredValue(keyFile)).Read(), output));
        return list;
    }

    private static Command Retract(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("NAME") { Description = "Of an import, as 'imports list' shows it." };
        var keyFile = ImportCommand.KeyFile();
        var counter = ImportCommand.Counter();
        var tokenFile = ImportCommand.TokenFile();
        var retract = new Command(
            "retract", "Makes the figures what they would be without an import, as long as the counter holds its minutes. Snapshots get new revisions; bulletins stand.")
        {
            name, counter, tokenFile, keyFile,
        };
        retract.SetAction((parsed, cancellationToken) => new RetractRun(
            parsed.GetRequiredValue(name),
            new ImportRegister(parsed.GetRequiredValue(keyFile)),
            parsed.GetRequiredValue(counter),
            CallerToken.ForIngest(parsed.GetValue(tokenFile), parsed.GetRequiredValue(counter)),
            output,
            error,
            TimeProvider.System).RunAsync(cancellationToken));
        return retract;
    }

    private static void Write(IReadOnlyList<ImportedLog> logs, TextWriter output)
    {
        if (logs.Count == 0)
        {
            output.WriteLine("Nothing was imported under this key.");
            return;
        }

        var table = new Table().AddColumns("name", "imported", "retracted", "log", "from", "to");
        foreach (var column in (string[])["requests", "page views", "bots"])
        {
            table.AddColumn(column, settings => settings.RightAligned());
        }

        foreach (var log in logs)
        {
            table.AddRow(
                Markup.Escape(log.Name), log.IsWhole ? Instant(log.ImportedAt) : "broken off", Instant(log.RetractedAt), Markup.Escape(log.Log), Instant(log.From), Instant(log.To),
                Number(log.Requests), Number(log.PageViews), Number(log.Bots));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        console.Write(table);
    }

    private static string Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
