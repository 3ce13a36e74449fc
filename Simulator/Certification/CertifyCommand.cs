using System.CommandLine;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Certification;

/// <summary>The command line of <see cref="CertifyRun"/>.</summary>
internal static class CertifyCommand
{
    private const double LargestTolerance = 100;

    public static Command Create(Stream standardInput, TextWriter output, TextWriter error)
    {
        var reading = new LogOptions();
        var report = CommandOptions.Address("--report", "Where the report is.", "http://127.0.0.1:8081");
        var tokenFile = CommandOptions.TokenFile("File with a token of the report's Credentials:Reader, where the report asks for one.");
        var from = Moment("--from", "End of the first window of 5 minutes: an instant, or a time on the site's clocks. Otherwise the first that lies wholly within the logs.");
        var to = Moment("--to", "End of the last window, included. Otherwise the last that lies wholly within the logs.");
        var tolerance = CommandOptions.Number(
            "--tolerance",
            "Percent of the exact number of visitors that the report's may differ by. Page views may not differ at all; those turned away also by four of their standard errors.",
            value => value is >= 0 and <= LargestTolerance,
            $"a number from 0 to {LargestTolerance}",
            fallback: 1.0);
        var form = new Option<OutputForm>("--output")
        {
            Description = "How the certificate is written: table, json or csv.",
            DefaultValueFactory = _ => OutputForm.Table,
            CustomParser = result => result.Tokens[0].Value switch
            {
                "table" => OutputForm.Table,
                "json" => OutputForm.Json,
                "csv" => OutputForm.Csv,
                var other => Refuse(result, $"--output: '{other}' is none of table, json, csv."),
            },
        };

        var command = new Command("certify", "Counts access logs exactly, with sets, and holds what the report has on record against it. Exit code 0: certified; 1: not.")
        {
            report, tokenFile, from, to, tolerance, form,
        };
        reading.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new CertifyRun(
            new CertifySettings(
                parsed.GetRequiredValue(reading.Logs),
                parsed.GetRequiredValue(report),
                CallerToken.ReadFile(parsed.GetValue(tokenFile)),
                reading.Read(parsed),
                parsed.GetValue(reading.Strict),
                TimeSpan.FromMinutes(parsed.GetValue(reading.MaxDisorder)),
                parsed.GetValue(from),
                parsed.GetValue(to),
                parsed.GetValue(tolerance) / 100,
                parsed.GetValue(form)),
            standardInput,
            output,
            error,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;

        static OutputForm Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
        {
            result.AddError(message);
            return default;
        }
    }

    private static Option<MomentText?> Moment(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var moment = MomentText.Parse(result.Tokens[0].Value);
            if (moment is null)
            {
                result.AddError($"{name}: '{result.Tokens[0].Value}' is no whole minute, for example 2016-11-08T23:00:00-05:00 or, on the site's clocks, 2016-11-08T23:00.");
            }

            return moment;
        },
    };
}
