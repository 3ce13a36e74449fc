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

    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Whether it is there and succeeded.</returns>
    public static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
