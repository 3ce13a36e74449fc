using System.Globalization;
using System.Net.Sockets;
using Affluence.Geo;
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
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PlainProgressInterval = TimeSpan.FromSeconds(10);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await RequireReachableAsync("--gateway", settings.Gateway, cancellationToken);
        await RequireReachableAsync("--report", settings.Report, cancellationToken);

        var dataset = CountryFile.Load(CountryFile.BundledPath, cancellationToken);
        var visitors = Crowd.Draw(dataset, settings.Mix, settings.Visitors, settings.Seed);
        var schedule = new ReadingSchedule(settings.Visitors, settings.Duration);
        using var player = new TrafficPlayer(settings.Gateway, visitors, schedule, timeProvider);
        await ShowProgressAsync(player, schedule.Count, player.PlayAsync(cancellationToken));
        WriteLine($"{player.Sent:N0} requests sent, {player.Failed:N0} of them not served. Waiting for the report.");

        using var report = new ReportClient(settings.Report, timeProvider);
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

    /// <summary>Connects and hangs up: a request would make one visitor too many.</summary>
    private static async Task RequireReachableAsync(string option, Uri address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new UnusableArgumentException($"{option}: {address} can't be reached: {exception.Message}.", exception);
        }
    }

    private Task ShowProgressAsync(TrafficPlayer player, long count, Task playing)
    {
        // A bar needs a terminal that it may rewrite; anything else gets lines.
        if (Console.IsOutputRedirected || !_console.Profile.Capabilities.Interactive)
        {
            return ReportAsync(PlainProgressInterval, () => WriteLine($"{player.Sent:N0} of {count:N0} requests, {player.Failed:N0} not served"));
        }

        return _console.Progress().StartAsync(progress =>
        {
            var bar = progress.AddTask("Pages read", maxValue: count);
            return ReportAsync(ProgressInterval, () => bar.Value = player.Sent);
        });

        async Task ReportAsync(TimeSpan interval, Action show)
        {
            using var timer = new PeriodicTimer(interval, timeProvider);
            while (await Task.WhenAny(playing, timer.WaitForNextTickAsync().AsTask()) != playing)
            {
                show();
            }

            await playing;
            show();
        }
    }

    private void WriteLine(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
