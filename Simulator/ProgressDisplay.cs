using Spectre.Console;

namespace Affluence.Simulator;

/// <summary>Shows how far something is: a bar on a terminal that can be rewritten, lines elsewhere.</summary>
internal sealed class ProgressDisplay(TextWriter output, TimeProvider timeProvider)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    private bool IsRedirected => output == Console.Error ? Console.IsErrorRedirected : Console.IsOutputRedirected;

    /// <summary>Shows until the work ends; its failure is thrown.</summary>
    /// <param name="title">Stands before the bar.</param>
    /// <param name="whole">What <paramref name="done"/> comes to in the end; null if that is not known, and then there is no bar.</param>
    /// <param name="line">Says the same in words.</param>
    /// <param name="endsWithLine">Whether there is a last line when the work is done; a summary may make it needless.</param>
    public Task ShowAsync(Task work, string title, double? whole, Func<double> done, Func<string> line, bool endsWithLine = true)
    {
        if (IsRedirected || whole is null || !_console.Profile.Capabilities.Interactive)
        {
            return RepeatAsync(work, LineInterval, () => output.WriteLine(line()), endsWithLine);
        }

        return _console.Progress().StartAsync(progress =>
        {
            var bar = progress.AddTask(Markup.Escape(title), maxValue: whole.Value);
            return RepeatAsync(work, BarInterval, () => bar.Value = done(), showEnd: true);
        });
    }

    private async Task RepeatAsync(Task work, TimeSpan interval, Action show, bool showEnd)
    {
        using var timer = new PeriodicTimer(interval, timeProvider);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()) != work)
        {
            show();
        }

        await work;
        if (showEnd)
        {
            show();
        }
    }
}
