using Spectre.Console;

namespace Affluence.Simulator.Rush;

/// <summary>Shows a <see cref="RushVerdict"/>.</summary>
internal static class RushTable
{
    public static Table Of(RushVerdict verdict)
    {
        var table = new Table().AddColumn("").AddColumn("").AddColumn("");
        foreach (var line in verdict.Lines)
        {
            table.AddRow(line.What, line.Figure, line.Holds is { } holds ? holds ? "[green]ok[/]" : "[red]fails[/]" : string.Empty);
        }

        return table;
    }
}
