using Affluence.CountryFiles;
using Affluence.Simulator.Reports;
using Affluence.Simulator.Traffic;
using Spectre.Console;

namespace Affluence.Simulator.Rush;

/// <summary>Plays a rush and judges it. 0: all held; 1: something did not.</summary>
internal sealed class RushRun(RushSettings settings, TextWriter output, TimeProvider time)
{
    /// <summary>How long after a minute the report knows at the latest what happened in it.</summary>
    private static readonly TimeSpan ReportLimit = TimeSpan.FromMinutes(3);

    private static readonly RushHabit[] Habits =
    [
        .. Enumerable.Repeat(RushHabit.Patient, 11),
        .. Enumerable.Repeat(RushHabit.WithoutCookies, 4),
        .. Enumerable.Repeat(RushHabit.TwoTabs, 2),
        RushHabit.ComesBack, RushHabit.Reloads, RushHabit.Bot,
    ];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--gateway", settings.Gateway, cancellationToken);
        await Reachable.RequireAsync("--report", settings.Report, cancellationToken);
        using var report = new ReportClient(settings.Report, settings.Token, time);
        await report.RequireAccessAsync(cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = 512,
            // Nobody's trace: a browser sends no traceparent.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = TimeSpan.FromMinutes(1),
        };

        var ledger = new RushLedger();
        var crowd = Crowd.Draw(CountryFile.Load(CountryFile.BundledPath, cancellationToken), settings.Mix, settings.Visitors, settings.Seed);

        // One after the other, so that the same seed has the same visitors; how soon they are answered is not in it.
        var seeds = new Random(settings.Seed);
        var visits = crowd.Select((visitor, number) => VisitAsync(visitor, number, new Random(seeds.Next()), http, ledger, cancellationToken)).ToList();
        await Task.WhenAll(visits);

        var verdict = new RushVerdict(ledger, await FairnessAsync(ledger, report, cancellationToken));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(RushTable.Of(verdict));
        return verdict.Holds ? 0 : 1;
    }

    private async Task VisitAsync(Visitor visitor, int number, Random random, HttpClient http, RushLedger ledger, CancellationToken cancellationToken)
    {
        await Task.Delay(settings.Duration * ((number + random.NextDouble()) / settings.Visitors), time, cancellationToken);
        await new RushVisitor(settings, visitor, number, Habits[number % Habits.Length], random, http, ledger, time).VisitAsync(cancellationToken);
    }

    private async Task<ReportFairness?> FairnessAsync(RushLedger ledger, ReportClient report, CancellationToken cancellationToken)
    {
        if (ledger.Answers.Count == 0)
        {
            return null;
        }

        output.WriteLine("Waiting for the report to know how long visitors of each country waited.");
        return await report.WaitForFairnessAsync(
            ledger.Answers.Min(answer => answer.Arrival),
            ledger.Answers.Max(answer => answer.Arrival) + TimeSpan.FromMinutes(1),
            ledger.Answers.Max(answer => answer.At),
            ReportLimit,
            cancellationToken);
    }
}
