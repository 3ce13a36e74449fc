using System.CommandLine;

namespace Affluence.Simulator.Live;

/// <summary>The command line of <see cref="LiveRun"/>.</summary>
internal static class LiveCommand
{
    private const int MaxVisitors = 5_000_000;
    private const double MaxMinutes = 24 * 60;

    public static Command Create(TextWriter output)
    {
        var gateway = CommandOptions.Address("--gateway", "Where the gateway is.", "http://127.0.0.1:8080");
        var report = CommandOptions.Address("--report", "Where the report is.", "http://127.0.0.1:8081");
        var tokenFile = CommandOptions.TokenFile("File with a token of the report's Credentials:Reader, where the report asks for one.");
        var visitors = CommandOptions.Number(
            "--visitors",
            "Distinct visitors. Each has an address of its own, sent as X-Forwarded-For, and the user agent of a browser.",
            value => value is >= 1 and <= MaxVisitors,
            $"a whole number from 1 to {MaxVisitors}",
            fallback: 20_000);
        var minutes = CommandOptions.Number(
            "--minutes",
            "Length of the run. Visitors arrive evenly over it; each reads a page on arrival, after 20 and 40 seconds, and then one every 3 "
                + "minutes until the end, so at the end all are within the report's window of 5 minutes.",
            value => value is > 0 and <= MaxMinutes,
            $"a number above 0 and at most {MaxMinutes}",
            fallback: 2.0);
        var mix = CommandOptions.Mix("--mix");
        var seed = CommandOptions.Number(
            "--seed",
            "Draws the visitors. The same seed draws the same ones, and whoever came back within 5 minutes is counted once.",
            _ => true,
            "a whole number",
            fallback: 20161108);

        var command = new Command("live", "Sends real visitors through the gateway, then compares the report's figures with what was sent.")
        {
            gateway, report, tokenFile, visitors, minutes, mix, seed,
        };
        command.SetAction((parsed, cancellationToken) => new LiveRun(
            new LiveSettings(
                parsed.GetRequiredValue(gateway),
                parsed.GetRequiredValue(report),
                CallerToken.ReadFile(parsed.GetValue(tokenFile)),
                parsed.GetValue(visitors),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                parsed.GetRequiredValue(mix),
                parsed.GetValue(seed)),
            output,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
