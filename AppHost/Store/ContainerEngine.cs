using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Affluence.AppHost.Store;

/// <summary>
/// Finds out whether a container engine answers. That its command is installed says little: its server may not run, and Aspire would wait for
/// it for ever.
/// </summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks the engine that Aspire is told to use, or both that it knows.</summary>
    /// <returns>Null: one answers. Else what came of asking each, in a line.</returns>
    public static async Task<string?> AskAsync(IConfiguration configuration)
    {
        var chosen = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];
        string[] engines = string.IsNullOrEmpty(chosen) ? ["docker", "podman"] : [chosen];
        var silences = await Task.WhenAll(engines.Select(AskAsync));
        return silences.Contains(null) ? null : string.Join("; ", silences);
    }

    private static async Task<string?> AskAsync(string engine)
    {
        using var patience = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var info = new Process
        {
            StartInfo = new ProcessStartInfo(engine, "info")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            info.Start();
        }
        catch (Win32Exception)
        {
            return $"{engine} is not installed";
        }

        try
        {
            var output = info.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await info.StandardError.ReadToEndAsync(patience.Token);
            await output;
            await info.WaitForExitAsync(patience.Token);
            return info.ExitCode == 0 ? null : $"{engine} info: {LastLine(errors)}";
        }
        catch (OperationCanceledException)
        {
            info.Kill(entireProcessTree: true);
            return $"{engine} info did not end within {Timeout.TotalSeconds:0} s";
        }
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : "failed";
}
