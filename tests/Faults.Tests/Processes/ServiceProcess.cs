using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Affluence.Faults.Tests.Systems;
using Affluence.ServiceDefaults;

namespace Affluence.Faults.Tests.Processes;

/// <summary>One service as it is run in production: its own process, with its own settings, on ports that outlive it.</summary>
internal sealed class ServiceProcess : IGateway, IAsyncDisposable
{
    private static readonly Dictionary<string, string> Assemblies = new()
    {
        [ServiceEndpoint.Gateway.Name] = "Gateway",
        [ServiceEndpoint.Counter.Name] = "CounterService",
        [ServiceEndpoint.Geo.Name] = "GeoService",
        [ServiceEndpoint.Report.Name] = "ReportService",
        [ServiceEndpoint.Site.Name] = "Site",
    };

    /// <summary>A machine that does eight other things at once may take this long to start a process.</summary>
    private static readonly TimeSpan Patience = Eventually.Limit;

    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly ServiceEndpoint _service;
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly Output _output = new();
    private Process? _process;
    private bool _isPaused;

    /// <param name="folder">Its content root and working folder.</param>
    /// <param name="settings">By configuration key, as in <c>Gateway:Site:Address</c>.</param>
    public ServiceProcess(ServiceEndpoint service, string folder, params IEnumerable<(string Key, string Value)> settings)
    {
        (_service, _folder) = (service, folder);
        (Address, Management) = (Loopback(FreePort.Next()), Loopback(FreePort.Next()));
        _settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority),
            ["Management:Port"] = Management.Port.ToString(CultureInfo.InvariantCulture),
            ["DOTNET_ENVIRONMENT"] = "Production",
            // Several services share two cores with a test: a heap for each core, as for a server of its own, would crowd them.
            ["DOTNET_gcServer"] = "0",
            // As the tests themselves (Directory.Build.props): it does not run long enough to profit by profiling.
            ["DOTNET_TieredPGO"] = "0",
        };
        if (service.GrpcPort is not null)
        {
            _settings["Grpc:Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    public Uri Address { get; }

    public Uri Management { get; }

    public string Name => _service.Name;

    /// <summary>What it wrote last, for whoever has to find out why a test failed.</summary>
    public string Log => _output.ToString();

    /// <summary>Where what it writes goes, from the next start on.</summary>
    public LogOutlet Outlet { get; set; }

    /// <summary>How many files and connections it may have open, from the next start on; null for as many as the tests may.</summary>
    public int? MaxHandles { get; set; }

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException($"{Name} is not running.");

    public bool IsPaused => _isPaused;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The assembly it runs.</summary>
    public static string PathOf(ServiceEndpoint service)
    {
        var assembly = Assemblies[service.Name];
        var metadata = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(entry => entry.Key, entry => entry.Value!);
        return Path.Combine(metadata["Services"], assembly, metadata["ServiceOutput"], $"{assembly}.dll");
    }

    /// <summary>
    /// Brings about a fault, and returns once the service has written that it met it, or while what it wrote before still holds: on a machine
    /// that is slow it may have met the like already.
    /// </summary>
    public async Task NoticesAsync(Notice notice, Func<Task> fault)
    {
        var before = _output.Written;
        await fault();
        await Eventually.TrueAsync(
            () =>
            {
                var last = _output.LastWith(notice.Phrase);
                return Task.FromResult(last >= before || (notice.Over is { } over && last > (_output.LastWith(over) ?? -1)));
            },
            () => $"{Name} did not write '{notice.Phrase}':\n{Log}",
            Patience);
    }

    /// <summary>Whether it wrote a line with a phrase, over all its starts.</summary>
    public bool Wrote(string phrase) => _output.LastWith(phrase) is not null;

    /// <summary>Letters of the lines it wrote last, at most 5,000 lines.</summary>
    public int LogLength => _output.Length;

    /// <summary>Starts it and returns once it is alive.</summary>
    public async Task StartAsync()
    {
        Launch();
        await Eventually.TrueAsync(
            async () => HasExited() ? throw new InvalidOperationException($"{Name} ended at its start:\n{Log}") : await IsAliveAsync(),
            () => $"{Name} did not come alive:\n{Log}",
            Patience);
    }

    /// <summary>Starts it and does not wait.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Shell() is { } commands)
        {
            start.FileName = "sh";
            foreach (var argument in (string[])["-c", commands, "sh", "dotnet"])
            {
                start.ArgumentList.Add(argument);
            }
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(PathOf(_service));
        foreach (var (key, value) in _settings)
        {
            // A shell hands on no variable whose name has a dot, and some keys are names of namespaces.
            if (key.Contains(':', StringComparison.Ordinal))
            {
                start.ArgumentList.Add($"--{key}={value}");
            }
            else
            {
                start.Environment[key] = value;
            }
        }

        _process = ChildProcess.Start(start);
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        if (Outlet != LogOutlet.NobodyReads)
        {
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }
    }

    /// <summary>What a shell has to do, whose process the service then takes over; null if nothing.</summary>
    private string? Shell()
    {
        var handles = MaxHandles is { } most ? string.Create(CultureInfo.InvariantCulture, $"ulimit -n {most}; ") : "";
        var output = Outlet == LogOutlet.FullDisk ? " >/dev/full 2>&1" : "";
        return handles.Length + output.Length > 0 ? $"{handles}exec \"$@\"{output}" : null;
    }

    /// <summary>Asks it to stop (SIGTERM), as a deployment does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await AskToStopAsync();
        return await ExitAsync();
    }

    /// <summary>SIGTERM; does not wait for the end.</summary>
    public Task AskToStopAsync() => SignalAsync("-TERM");

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("-KILL");
        await ExitAsync();
    }

    /// <summary>SIGSTOP: it keeps its connections and its port, and does nothing.</summary>
    public async Task PauseAsync()
    {
        await SignalAsync("-STOP");
        _isPaused = true;
    }

    /// <summary>SIGCONT.</summary>
    public async Task ResumeAsync()
    {
        await SignalAsync("-CONT");
        _isPaused = false;
    }

    /// <summary>Waits for its end and returns its exit code: 128 + the signal where one ended it.</summary>
    public async Task<int> ExitAsync()
    {
        var process = _process ?? throw new InvalidOperationException($"{Name} was not started.");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} did not end:\n{Log}");
        }

        if (Outlet == LogOutlet.NobodyReads)
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                _output.Add(line);
            }
        }

        var code = process.ExitCode;
        process.Dispose();
        (_process, _isPaused) = (null, false);
        return code;
    }

    /// <summary>Healthy, Degraded or Unhealthy; null if it does not answer.</summary>
    public async Task<string?> HealthAsync()
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(Management, "/health"));
            return await response.Content.ReadAsStringAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            if (_isPaused)
            {
                await ResumeAsync();
            }

            await KillAsync();
        }
    }

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(Management, "/alive"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool HasExited() => !IsRunning;

    private Task SignalAsync(string signal) =>
        ChildProcess.SignalAsync(_process ?? throw new InvalidOperationException($"{Name} is not running."), signal);
}
