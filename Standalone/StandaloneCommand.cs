using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Runtime.InteropServices;
using Affluence.ServiceDefaults;

namespace Affluence.Standalone;

/// <summary>The command line: reads options, runs the system until Ctrl-C or SIGTERM.</summary>
internal static class StandaloneCommand
{
    private static readonly Option<string?> Redis = new("--redis")
    {
        Description = "A Redis or Valkey to use in place of the embedded store, for example 127.0.0.1:6379.",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the embedded store, of the report's history, of the gateway's spool and of the tokens made for this machine.",
        DefaultValueFactory = _ => "data",
    };

    private static readonly Option<IPAddress> Listen = new("--listen")
    {
        Description = "Address on which gateway and report listen; everything else stays on loopback.",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = ParseAddress,
    };

    private static readonly Option<string[]> Host = new("--host")
    {
        Description = "A host name the site and the report may be asked for by, besides the loopback names. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting of the services as KEY=VALUE, for example SiteTime:TimeZone=Europe/Paris. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    public static async Task<int> RunAsync(string[] args)
    {
        Set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--set: '{token.Value}' is not of the form KEY=VALUE.");
            }
        });
        var command = new RootCommand("Runs all of Affluence in one process, with an embedded store. Stops on Ctrl-C.") { Redis, Data, Listen, Host, Set };
        command.SetAction((arguments, _) => ServiceExit.RunAsync(() => RunAsync(OptionsOf(arguments))));

        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        return ServiceExit.BadSetting;
    }

    private static async Task RunAsync(StandaloneOptions options)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            // The second signal ends the process at once, by the system's own handling.
            signal.Cancel = stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var system = await StandaloneSystem.StartAsync(options);
        await Console.Out.WriteLineAsync(Greeting.Of(system, options));
        await stop.Task;
        await Console.Out.WriteLineAsync("Stopping: delivering the last hits …");
    }

    private static StandaloneOptions OptionsOf(ParseResult arguments) => new()
    {
        DataDirectory = Path.GetFullPath(arguments.GetRequiredValue(Data)),
        Redis = arguments.GetValue(Redis),
        Listen = arguments.GetRequiredValue(Listen),
        Hosts = arguments.GetRequiredValue(Host),
        Settings = arguments.GetRequiredValue(Set)
            .Select(setting => setting.Split('=', 2))
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pairs => pairs.Key, string? (pairs) => pairs.Last()[1]),
    };

    private static IPAddress ParseAddress(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"--listen: '{result.Tokens[0].Value}' is no address, for example 0.0.0.0.");
        return IPAddress.Loopback;
    }
}
