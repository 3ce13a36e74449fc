using System.Globalization;
using Spectre.Console;

namespace Affluence.Simulator.Live;

/// <summary>Shows a <see cref="LiveVerdict"/>.</summary>
internal static class LiveTable
{
    public static Table Of(LiveVerdict verdict)
    {
        var table = new Table().AddColumn("").AddColumn("sent").AddColumn("reported").AddColumn("difference").AddColumn("");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        table.AddRow(
            "visitors",
            Text($"{verdict.Sent:N0}"),
            verdict.Reported is { } reported ? Text($"{reported:N0}") : "none",
            verdict.TotalDifference is { } difference ? Text($"{difference:+0.00 %;-0.00 %;0.00 %}") : "none",
            Mark(verdict.TotalDifference is { } total && Math.Abs(total) <= LiveVerdict.TotalTolerance));
        foreach (var share in verdict.Shares)
        {
            table.AddRow(
                share.Name,
                Text($"{share.Sent:0.00 %}"),
                Text($"{share.Reported:0.00 %}"),
                Text($"{share.Difference * 100:+0.00;-0.00;0.00} points"),
                Mark(share.Agrees));
        }

        return table;
    }

    private static string Mark(bool agrees) => agrees ? "[green]ok[/]" : "[red]differs[/]";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
