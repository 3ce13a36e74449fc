using System.Buffers;
using System.CommandLine;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>The command line of <see cref="ImportRun"/>.</summary>
internal static class ImportCommand
{
    private static readonly SearchValues<char> SourceLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private const int MaxNameLength = 64;

    public static Option<string> KeyFile() => new("--key-file")
    {
        Description = "File of the key under which visitors become pseudonyms; made if there is none. The logs of one site need the same one.",
        DefaultValueFactory = _ => MasterKeyFile.DefaultPath,
    };

    public static Option<Uri> Counter() => CommandOptions.Address("--counter", "Where the counter is.", "http://127.0.0.1:8084");

    public static Option<string?> TokenFile() => CommandOptions.TokenFile(
        "File with a token of the counter's Credentials:Ingest. Without it, the one that a counter on this machine made for local callers.");

    public static Command Create(Stream standardInput, TextWriter output, TextWriter error)
    {
        var reading = new LogOptions();
        var counter = Counter();
        var geo = CommandOptions.Address("--geo", "Where GeoService is.", "http://127.0.0.1:8083");
        var tokenFile = TokenFile();
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
        var keyFile = KeyFile();
        var name = new Option<string?>("--name")
        {
            Description = "A name for the import, by which 'imports list' shows it and 'imports retract' retracts it; otherwise the first log's.",
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && (given.Length is 0 or > MaxNameLength || given.AsSpan().ContainsAnyExcept(SourceLetters)))
            {
                result.AddError($"--name: '{given}' is not 1 to {MaxNameLength} characters of [A-Za-z0-9._-].");
            }
        });
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Reads the logs and tells all that an import would tell, but records nothing. The counter is not needed.",
        };

        var command = new Command(
            "import", "Records access logs as if the gateway had seen their requests, each in its own time. What the gateway itself has counted must not be imported too.")
        {
            counter, geo, tokenFile, source, keyFile, name, dryRun,
        };
        reading.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new ImportRun(
            new ImportSettings(
                parsed.GetRequiredValue(reading.Logs),
                parsed.GetRequiredValue(counter),
                parsed.GetRequiredValue(geo),
                CallerToken.ForIngest(parsed.GetValue(tokenFile), parsed.GetRequiredValue(counter)),
                reading.Read(parsed),
                parsed.GetValue(reading.Strict),
                parsed.GetValue(source),
                parsed.GetRequiredValue(keyFile),
                TimeSpan.FromMinutes(parsed.GetValue(reading.MaxDisorder)),
                parsed.GetValue(dryRun),
                parsed.GetValue(name)),
            standardInput,
            output,
            error,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
