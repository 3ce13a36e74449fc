using System.Diagnostics;
using System.Globalization;

namespace Affluence.CounterBench;

/// <summary>Collects what was measured and prints it as a markdown table.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];

    public async Task RunAsync(string name, Func<Task<IReadOnlyList<(string What, string Value, string Aim)>>> measurement)
    {
        var watch = Stopwatch.StartNew();
        Console.Error.WriteLine($"{name} …");
        foreach (var (what, value, aim) in await measurement())
        {
            _rows.Add($"| {name} | {what} | {value} | {aim} |");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {watch.Elapsed.TotalSeconds:F0} s"));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine("| case | figure | measured | aim |");
        output.WriteLine("| --- | --- | --- | --- |");
        _rows.ForEach(output.WriteLine);
    }
}
