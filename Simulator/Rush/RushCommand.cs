using System.CommandLine;

namespace Affluence.Simulator.Rush;

/// <summary>The command line of <see cref="RushRun"/>.</summary>
internal static class RushCommand
{
    private const int MaxVisitors = 200_000;
    private const double MaxMinutes = 60;

    public static Command Create(TextWriter output)
    {
        var gateway = CommandOptions.Address("--gateway", "Where the gateway is.", "http://127.0.0.1:8080");
        var report = CommandOptions.Address("--report", "Where the report is.", "http://127.0.0.1:8081");
        var tokenFile = CommandOptions.TokenFile("File with a token of the report's Credentials:Reader, where the report asks for one.");
        var visitors = CommandOptions.Number(
            "--visitors",
            "Visitors. Each reads an information page, and then wants pages that only the site itself can give.",
            value => value is >= 1 and <= MaxVisitors,
            $"a whole number from 1 to {MaxVisitors}",
            fallback: 1_000);
        var minutes = CommandOptions.Number(
            "--minutes", "How long visitors keep coming, evenly.", value => value is > 0 and <= MaxMinutes, $"a number above 0 and at most {MaxMinutes}", fallback: 1.0);
        var patience = CommandOptions.Number(
            "--patience", "Minutes after which a visitor who waits gives up.", value => value is > 0 and <= MaxMinutes, $"a number above 0 and at most {MaxMinutes}", fallback: 10.0);
        var pages = CommandOptions.Number("--pages", "Pages that a visitor wants of the site, some seconds apart.", value => value is >= 1 and <= 1_000, "a whole number from 1 to 1,000", fallback: 5);
        var mix = CommandOptions.Mix("--mix");
        var information = new Option<string>("--information") { Description = "Path that the cache answers.", DefaultValueFactory = _ => "/en" };
        var wanted = new Option<string>("--wanted")
        {
            Description = "Path that only the site itself can answer; a query that is each time another is added.",
            DefaultValueFactory = _ => "/en/eligibility",
        };
        var seed = CommandOptions.Number("--seed", "Draws who does what.", _ => true, "a whole number", fallback: 20161108);

        var command = new Command(
            "rush",
            "Plays a rush through the gateway, with visitors of all kinds: with and without cookies, with two tabs, who leave and come back, who reload, and bots. "
                + "Checks that information is there for all, that the rest is first come, first served whatever the country, that the wait is as long as the "
                + "page says, and that the site is in full use.")
        {
            gateway, report, tokenFile, visitors, minutes, patience, pages, mix, information, wanted, seed,
        };
        command.SetAction((parsed, cancellationToken) => new RushRun(
            new RushSettings(
                parsed.GetRequiredValue(gateway),
                parsed.GetRequiredValue(report),
                CallerToken.ReadFile(parsed.GetValue(tokenFile)),
                parsed.GetValue(visitors),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                TimeSpan.FromMinutes(parsed.GetValue(patience)),
                parsed.GetValue(pages),
                parsed.GetRequiredValue(mix),
                parsed.GetRequiredValue(information),
                parsed.GetRequiredValue(wanted),
                parsed.GetValue(seed)),
            output,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
