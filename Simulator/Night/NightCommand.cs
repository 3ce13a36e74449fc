using System.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace Affluence.Simulator.Night;

/// <summary>The command line of <see cref="NightRun"/> and <see cref="NightLive"/>.</summary>
internal static class NightCommand
{
    private const double SmallestScale = 0.001;
    private const double LargestScale = 5;
    private const double FastestSpeed = 3600;

    private static readonly LocalDateTimePattern TimePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public static Command Create(TextWriter output)
    {
        var counter = CommandOptions.Address("--counter", "Where the counter is.", "http://127.0.0.1:8084");
        var geo = CommandOptions.Address("--geo", "Where GeoService is.", "http://127.0.0.1:8083");
        var tokenFile = CommandOptions.TokenFile("File with a token of the counter's Credentials:Ingest. Without it, the one that a counter on this machine made for local callers.");
        var scale = CommandOptions.Number(
            "--scale",
            "Part of the visitors, and of all else, that is played: 1 are 200,000 at 23:00. Another scale is another play, which adds to what is there.",
            value => value is >= SmallestScale and <= LargestScale,
            $"a number from {SmallestScale} to {LargestScale}",
            fallback: 1.0);
        var from = Time("--from", "Where to begin, on the site's clocks, on the night as a week earlier. The 5 minutes before are played too, so that the first window is whole.", "2016-11-08T22:30");
        var to = Time("--to", "Where to end.", "2016-11-08T23:30");
        var zone = new Option<DateTimeZone>("--time-zone")
        {
            Description = "The site's zone, by its name in the IANA time zone database. As the counter's and the report's.",
            DefaultValueFactory = _ => DateTimeZoneProviders.Tzdb["America/Toronto"],
            CustomParser = result =>
            {
                var found = DateTimeZoneProviders.Tzdb.GetZoneOrNull(result.Tokens[0].Value);
                if (found is null)
                {
                    result.AddError($"--time-zone: '{result.Tokens[0].Value}' is no zone of the IANA time zone database, for example America/Toronto.");
                }

                return found;
            },
        };
        var seed = CommandOptions.Number(
            "--seed", "Draws visitors and visits. The same seed plays exactly the same, whatever part of the night.", _ => true, "a whole number", fallback: 1);
        var state = new Option<string?>("--state")
        {
            Description = "File that remembers which minutes the counter acknowledged: a play that was broken off then goes on where it stopped.",
        };
        var truth = new Option<string?>("--truth")
        {
            Description = "File for what was simulated, counted exactly: a JSON object for each minute, in the words of the report's snapshots.",
        };
        var live = new Option<bool>("--live")
        {
            Description = "Sends the night's visitors through the gateway now, in place of recording them in their own time.",
        };
        var gateway = CommandOptions.Address("--gateway", "With --live: where the gateway is.", "http://127.0.0.1:8080");
        var speed = CommandOptions.Number(
            "--speed",
            "With --live: how many minutes of the night go by in one. Above 1 a window of 5 minutes holds more of the night than it did.",
            value => value is > 0 and <= FastestSpeed,
            $"a number above 0 and at most {FastestSpeed}",
            fallback: 1.0);

        var command = new Command(
            "night", "Plays the night of 8 November 2016, and the ordinary evening a week before, into the counter, each in its own time.")
        {
            counter, geo, tokenFile, scale, from, to, seed, zone, state, truth, live, gateway, speed,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = NightSpan.Read(
                parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetRequiredValue(zone), parsed.GetValue(scale), parsed.GetValue(seed));
            return parsed.GetValue(live)
                ? new NightLive(settings, parsed.GetRequiredValue(gateway), parsed.GetValue(speed), output, TimeProvider.System).RunAsync(cancellationToken)
                : new NightRun(
                    settings,
                    parsed.GetRequiredValue(counter),
                    parsed.GetRequiredValue(geo),
                    CallerToken.ForIngest(parsed.GetValue(tokenFile), parsed.GetRequiredValue(counter)),
                    parsed.GetValue(state),
                    parsed.GetValue(truth),
                    output,
                    TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Option<LocalDateTime> Time(string name, string description, string fallback) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => TimePattern.Parse(fallback).Value,
        CustomParser = result =>
        {
            if (TimePattern.Parse(result.Tokens[0].Value) is { Success: true, Value: var time })
            {
                return time;
            }

            result.AddError($"{name}: '{result.Tokens[0].Value}' is no local date and time in whole minutes, for example {fallback}.");
            return default;
        },
    };
}
