using System.Globalization;
using Affluence.CountryFiles;
using Affluence.Simulator.Reports;
using Affluence.Simulator.Traffic;
using Spectre.Console;

namespace Affluence.Simulator.Live;

/// <summary>Plays visitors through the gateway, waits for the report to have them, and compares.</summary>
internal sealed class LiveRun(LiveSettings settings, TextWriter output, TimeProvider timeProvider)
{
    private const int Agreed = 0;
    private const int Differed = 1;

    // Hits are recorded by 10 s of event time; a snapshot that ends later has had the whole of the last bucket delivered.
    private static readonly TimeSpan Bucket = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(90);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--gateway", settings.Gateway, cancellationToken);
        await Reachable.RequireAsync("--report", settings.Report, cancellationToken);
        using var report = new ReportClient(settings.Report, settings.Token, timeProvider);
        await report.RequireAccessAsync(cancellationToken);

        var dataset = CountryFile.Load(CountryFile.BundledPath, cancellationToken);
        var visitors = Crowd.Draw(dataset, settings.Mix, settings.Visitors, settings.Seed);
        var schedule = new ReadingSchedule(settings.Visitors, settings.Duration);
        using var player = new TrafficPlayer(settings.Gateway, visitors, schedule, timeProvider);
        await new ProgressDisplay(output, timeProvider).ShowAsync(
            player.PlayAsync(cancellationToken),
            "Pages read",
            schedule.Count,
            () => player.Sent,
            () => Text($"{player.Sent:N0} of {schedule.Count:N0} requests, {player.Failed:N0} not served"));
        WriteLine($"{player.Sent:N0} requests sent, {player.Failed:N0} of them not served. Waiting for the report.");

        var snapshot = await report.WaitUntilAsync(player.LastAnswer + Bucket, ReportLimit, cancellationToken);
        if (snapshot is null)
        {
            WriteLine($"The report gave no snapshot of {player.LastAnswer + Bucket:u} or later within {ReportLimit.TotalSeconds} s.");
            return Differed;
        }

        var verdict = new LiveVerdict(settings.Mix, CountServed(visitors, player.Served), snapshot);
        _console.Write(LiveTable.Of(verdict));
        var judgement = verdict.Agrees ? "agrees" : "differs";
        WriteLine($"The report of {snapshot.At:u} {judgement}; allowed are {LiveVerdict.TotalTolerance:0.0 %} of the total and {LiveVerdict.ShareTolerance * 100} points of a share.");
        return verdict.Agrees ? Agreed : Differed;
    }

    private int[] CountServed(Visitor[] visitors, IReadOnlyList<bool> served)
    {
        var counts = new int[settings.Mix.Parts.Count];
        for (var index = 0; index < visitors.Length; index++)
        {
            counts[visitors[index].Part] += served[index] ? 1 : 0;
        }

        return counts;
    }

    private void WriteLine(FormattableString line) => output.WriteLine(Text(line));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
