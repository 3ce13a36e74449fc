using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Simulator;
using Affluence.Standalone;

namespace Affluence.Screenshots;

/// <summary>The whole system in this process, empty but for both evenings, which the simulator played and the report has on record.</summary>
public sealed class RecordedNight : IAsyncDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _folder = Directory.CreateTempSubdirectory("affluence-recorded-night-").FullName;

    private RecordedNight()
    {
    }

    public StandaloneSystem System { get; private set; } = null!;

    /// <summary>Plays both evenings into a fresh system.</summary>
    /// <param name="scale">Part of the visitors; 1 are 200,000 at 23:00.</param>
    /// <param name="from">Where to begin on both evenings, as the simulator takes it: <c>2016-11-08T22:30</c>.</param>
    /// <param name="to">Where to end.</param>
    /// <param name="limit">How long the report may take to put it on record.</param>
    /// <exception cref="InvalidOperationException">The simulator failed; the message is what it said.</exception>
    /// <exception cref="TimeoutException">The report did not put it on record.</exception>
    public static async Task<RecordedNight> PlayAsync(
        double scale, string from, string to, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var night = new RecordedNight();
        try
        {
            await night.StartAsync(cancellationToken);
            await night.FillAsync(scale, from, to, cancellationToken);
            await night.AwaitRecordAsync(from, to, limit, cancellationToken);
            return night;
        }
        catch
        {
            await night.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (System is not null)
        {
            await System.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken) => System = await StandaloneSystem.StartAsync(
        new StandaloneOptions
        {
            DataDirectory = _folder,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Error",
                ["Report:QuietTime"] = $"{QuietTime:c}",
                ["Report:LiveInterval"] = $"{LiveInterval:c}",
                // The play takes all there is of a small machine; that makes it slow and not incomplete.
                ["Report:CounterDeadline"] = "00:01:00",
                ["Counter:StoreTimeout"] = "00:00:30",
            },
        },
        cancellationToken);

    private async Task FillAsync(double scale, string from, string to, CancellationToken cancellationToken)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await SimulatorCommandLine.RunAsync(
            [
                "night", "--scale", scale.ToString(CultureInfo.InvariantCulture), "--from", from, "--to", to,
                "--counter", $"{System.Counter.Public}", "--geo", $"{System.Geo.Public}",
                "--token-file", MadeToken.PathIn(System.CredentialsDirectory, CredentialRole.Ingest),
            ],
            output,
            output,
            cancellationToken);
        if (code != 0)
        {
            throw new InvalidOperationException($"The simulator ended with {code}: {output}");
        }
    }

    /// <summary>
    /// Until both evenings are quiet, so that the report knows every minute that is to be counted, none waits to be, and all that were
    /// asked for are final.
    /// </summary>
    private async Task AwaitRecordAsync(string from, string to, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var report = new HttpClient { BaseAddress = System.Report.Public };
        var played = TimeProvider.System.GetTimestamp();
        int final, waiting;
        do
        {
            if (TimeProvider.System.GetElapsedTime(played) > limit)
            {
                throw new TimeoutException($"The night is not on record after {limit:c}.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            waiting = await CountWaitingAsync(cancellationToken);
            final = await CountFinalAsync(report, from, to, cancellationToken);
        }
        while (TimeProvider.System.GetElapsedTime(played) < QuietTime + (2 * LiveInterval) || waiting > 0 || final < MinutesOf(from, to));
    }

    private async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        using var management = new HttpClient { BaseAddress = System.Report.Management };
        var metrics = await management.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

        // A line is: name{tag="value"} number time.
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith("affluence_report_recording_backlog{", StringComparison.Ordinal));
        return line is null ? 0 : (int)double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }

    private static async Task<int> CountFinalAsync(HttpClient report, string from, string to, CancellationToken cancellationToken)
    {
        var answer = await report.GetFromJsonAsync<JsonNode>(new Uri($"/api/v1/snapshots?from={from}&to={to}", UriKind.Relative), cancellationToken);
        return answer!["snapshots"]!.AsArray().Count(snapshot => (bool)snapshot!["final"]! && snapshot["ratio"] is not null);
    }

    private static int MinutesOf(string from, string to) =>
        (int)(DateTime.Parse(to, CultureInfo.InvariantCulture) - DateTime.Parse(from, CultureInfo.InvariantCulture)).TotalMinutes;
}
