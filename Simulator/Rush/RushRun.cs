using System.Globalization;
using Spectre.Console;

namespace Affluence.Simulator.Rush;

/// <summary>Plays a rush and judges it. 0: all held; 1: something did not.</summary>
internal sealed class RushRun(RushSettings settings, TextWriter output, TimeProvider time)
{
    private const double MostTold = 0.9;

    /// <summary>How long it takes until every gateway knows who is let in, generously.</summary>
    private static readonly TimeSpan Knowledge = TimeSpan.FromSeconds(5);

    private static readonly RushHabit[] Habits =
    [
        .. Enumerable.Repeat(RushHabit.Patient, 11), RushHabit.WithoutCookies, RushHabit.WithoutCookies, RushHabit.WithoutCookies, RushHabit.WithoutCookies,
        RushHabit.TwoTabs, RushHabit.TwoTabs, RushHabit.ComesBack, RushHabit.Reloads, RushHabit.Bot,
    ];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--gateway", settings.Gateway, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 512 })
        {
            Timeout = TimeSpan.FromMinutes(1),
        };
        var ledger = new RushLedger();

        // One after the other, so that the same seed has the same visitors; how soon they are answered is not in it.
        var seeds = new Random(settings.Seed);
        var visits = Enumerable.Range(0, settings.Visitors).Select(number => VisitAsync(number, new Random(seeds.Next()), http, ledger, cancellationToken)).ToList();
        await Task.WhenAll(visits);
        return Judge(ledger) ? 0 : 1;
    }

    private async Task VisitAsync(int number, Random random, HttpClient http, RushLedger ledger, CancellationToken cancellationToken)
    {
        await Task.Delay(settings.Duration * ((number + random.NextDouble()) / settings.Visitors), time, cancellationToken);
        await new RushVisitor(settings, number, Habits[number % Habits.Length], random, http, ledger, time).VisitAsync(cancellationToken);
    }

    private bool Judge(RushLedger ledger)
    {
        var inversions = ledger.Inversions(Knowledge);
        (string What, string Figure, bool? Holds)[] lines =
        [
            ("information pages answered", Text($"{ledger.Information - ledger.InformationFailed:N0} of {ledger.Information:N0}"), ledger.InformationFailed == 0),
            ("sent to wait", Text($"{ledger.Waited:N0}"), null),
            ("let in", Text($"{ledger.LetIn:N0}"), ledger.LetIn + ledger.GaveUp == ledger.Waited),
            ("gave up", Text($"{ledger.GaveUp:N0}"), null),
            ("later ones let in before earlier ones", Text($"{inversions:N0}"), inversions == 0),
            ("waited as long as was told", ledger.HeldTrue is { } share ? Text($"{share:0.0 %}") : "nobody was told", ledger.HeldTrue is null or >= MostTold),
            ("bots that were given a place", Text($"{ledger.BotsWithAPlace:N0}"), ledger.BotsWithAPlace == 0),
            ("pages of the site for those inside", Text($"{ledger.Pages:N0}, {ledger.PagesRefused:N0} refused"), null),
        ];
        var table = new Table().AddColumn("").AddColumn("").AddColumn("");
        foreach (var (what, figure, holds) in lines)
        {
            table.AddRow(what, figure, holds is { } held ? held ? "[green]ok[/]" : "[red]fails[/]" : string.Empty);
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
        return lines.All(line => line.Holds != false);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
