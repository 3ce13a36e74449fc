using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Affluence.Faults.Tests.Processes;

/// <summary>Processes that do not outlive the tests, and signals to them.</summary>
internal static class ChildProcess
{
    private static readonly ConcurrentDictionary<int, Process> Running = [];

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            process.Kill();
        }
    };

    public static Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var id = process.Id;
        Running[id] = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Running.TryRemove(id, out _);
        if (process.HasExited)
        {
            Running.TryRemove(id, out _);
        }

        return process;
    }

    public static Task SignalAsync(Process process, string signal) =>
        RunAsync("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
