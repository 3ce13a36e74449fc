using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
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

    private static readonly Option<bool> FreePorts = new("--free-ports")
    {
        Description = "Let the system choose every port, so that several can run beside each other; what is printed at the start names them.",
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
        var command = new RootCommand("Runs all of Affluence in one process, with an embedded store. Stops on Ctrl-C.")
        {
            Redis, Data, Listen, Host, FreePorts, Set,
        };
        command.SetAction((arguments, _) => ServiceExit.RunAsync(() => RunAsync(OptionsOf(arguments))));

        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // By default the library ends the process 2 s after a signal, with pages under way and the store open.
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        return ServiceExit.BadSetting;
    }

    private static async Task RunAsync(StandaloneOptions options)
    {
        using var stop = new StopSignals();
        try
        {
            await using var system = await StandaloneSystem.StartAsync(options, stop.Token);
            await Console.Out.WriteLineAsync(Greeting.Of(system, options));
            await using var tell = stop.Token.Register(() => Console.Out.WriteLine("Stopping: delivering the last hits …"));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Asked to stop, at the start or when everything was up.
        }
    }

    private static StandaloneOptions OptionsOf(ParseResult arguments) => new()
    {
        DataDirectory = Path.GetFullPath(arguments.GetRequiredValue(Data)),
        Redis = arguments.GetValue(Redis),
        Listen = arguments.GetRequiredValue(Listen),
        Hosts = arguments.GetRequiredValue(Host),
        UseDefaultPorts = !arguments.GetValue(FreePorts),
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
