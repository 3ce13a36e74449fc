using System.CommandLine;
using Affluence.Simulator.Certification;
using Affluence.Simulator.Import;
using Affluence.Simulator.Live;
using Affluence.Simulator.Night;
using Affluence.Simulator.Recording;
using Affluence.Simulator.Rush;

namespace Affluence.Simulator;

/// <summary>
/// The commands of the simulator. Exit codes: 0 done; 1 the figures differ; 2 an argument can't be used; 3 a service refused or did not
/// answer; 130 cancelled.
/// </summary>
public static class SimulatorCommandLine
{
    private const int BadArguments = 2;
    private const int ServiceFailed = 3;
    private const int Cancelled = 130;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        RunAsync(args, Console.OpenStandardInput(), output, error, cancellationToken);

    public static async Task<int> RunAsync(
        string[] args, Stream input, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Plays visitors to a site behind the Affluence gateway and checks what is reported of them.")
        {
            LiveCommand.Create(output),
            RushCommand.Create(output),
            NightCommand.Create(output),
            ImportCommand.Create(input, output, error),
            ImportsCommand.Create(output, error),
            CertifyCommand.Create(input, output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(parsed.Errors[0].Message);
            return BadArguments;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // By default the library ends the process 2 s after a signal, whatever is still on its way: signals come by the token instead.
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UnusableArgumentException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return BadArguments;
        }
        catch (RecordingException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ServiceFailed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.");
            return Cancelled;
        }
    }
}
