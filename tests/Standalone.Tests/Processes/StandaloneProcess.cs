using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Tests.Processes;

/// <summary>Standalone as it is run from a command line, on ports of its own.</summary>
internal sealed partial class StandaloneProcess : IDisposable
{
    /// <summary>A machine that does much else may take this long to start it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private StandaloneProcess(Process process) => _process = process;

    public Uri Gateway => AddressAfter("Site, through the gateway");

    public Uri Report => AddressAfter("Dashboard");

    /// <summary>Of the site.</summary>
    public Uri SiteManagement => new(AddressAfter("Site's knobs"), "/");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Returns once it has said that it is up.</summary>
    public static async Task<StandaloneProcess> StartAsync(string dataDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "Standalone.dll"), "--free-ports", "--data", dataDirectory, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var standalone = new StandaloneProcess(Process.Start(start)!);
        standalone._process.OutputDataReceived += (_, line) => standalone.Add(line.Data);
        standalone._process.ErrorDataReceived += (_, line) => standalone.Add(line.Data);
        standalone._process.BeginOutputReadLine();
        standalone._process.BeginErrorReadLine();
        await Eventually.TrueAsync(
            () => standalone._process.HasExited
                ? throw new InvalidOperationException($"It ended at its start:\n{standalone.Output}")
                : Task.FromResult(standalone.Output.Contains("Ctrl-C stops it", StringComparison.Ordinal)),
            () => $"It did not come up:\n{standalone.Output}",
            Patience);
        return standalone;
    }

    /// <param name="name">INT or TERM.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end and returns its exit code: 128 + the signal where one ended it.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private Uri AddressAfter(string label) =>
        new(Address().Match(Output, Output.IndexOf(label, StringComparison.Ordinal)).Value);

    [GeneratedRegex(@"http://[^\s]+")]
    private static partial Regex Address();
}
