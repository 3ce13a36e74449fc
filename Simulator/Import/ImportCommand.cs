using System.Buffers;
using System.CommandLine;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>The command line of <see cref="ImportRun"/>.</summary>
internal static class ImportCommand
{
    private static readonly SearchValues<char> SourceLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Command Create(Stream standardInput, TextWriter output, TextWriter error)
    {
        var logs = LogOptions.Logs();
        var counter = CommandOptions.Address("--counter", "Where the counter is.", "http://127.0.0.1:8084");
        var geo = CommandOptions.Address("--geo", "Where GeoService is.", "http://127.0.0.1:8083");
        var tokenFile = CommandOptions.TokenFile("File with a token of the counter's Credentials:Ingest. Without it, the one that a counter on this machine made for local callers.");
        var format = LogOptions.Format();
        var probePaths = LogOptions.ProbePaths();
        var strict = LogOptions.Strict();
        var source = new Option<string?>("--source")
        {
            Description = "A name for the server, should the logs of two begin with the same page view: a log is known again by its first page view and this.",
        };
        source.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }]
                && (name.Length is 0 or > LogWriterId.MaxSourceLength || name.AsSpan().ContainsAnyExcept(SourceLetters)))
            {
                result.AddError($"--source: '{name}' is not 1 to {LogWriterId.MaxSourceLength} characters of [A-Za-z0-9._-].");
            }
        });
        var keyFile = new Option<string>("--key-file")
        {
            Description = "File of the key under which visitors become pseudonyms; made if there is none. The logs of one site need the same one.",
            DefaultValueFactory = _ => MasterKeyFile.DefaultPath,
        };
        var maxDisorder = LogOptions.MaxDisorder();

        var command = new Command(
            "import", "Records access logs as if the gateway had seen their requests, each in its own time. What the gateway itself has counted must not be imported too.")
        {
            logs, counter, geo, tokenFile, format, probePaths, strict, source, keyFile, maxDisorder,
        };
        command.SetAction((parsed, cancellationToken) => new ImportRun(
            new ImportSettings(
                parsed.GetRequiredValue(logs),
                parsed.GetRequiredValue(counter),
                parsed.GetRequiredValue(geo),
                CallerToken.ForIngest(parsed.GetValue(tokenFile), parsed.GetRequiredValue(counter)),
                parsed.GetValue(format),
                parsed.GetRequiredValue(probePaths),
                parsed.GetValue(strict),
                parsed.GetValue(source),
                parsed.GetRequiredValue(keyFile),
                TimeSpan.FromMinutes(parsed.GetValue(maxDisorder))),
            standardInput,
            output,
            error,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
