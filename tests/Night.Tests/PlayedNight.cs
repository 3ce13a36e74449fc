using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Simulator;
using Affluence.Standalone;
using Affluence.Testing.Stores;

namespace Affluence.Night.Tests;

/// <summary>
/// The whole system in this process, into which both evenings were played at a tenth of their size, and whose report has put them on
/// record; beside it what was simulated, counted with sets.
/// </summary>
public sealed class PlayedNight : IAsyncDisposable
{
    private const string Scale = "0.1";

    // 22:25 to 23:30 of both evenings; a minute is in the windows of the 30 snapshots after it.
    private const int MinutesToCount = 2 * (65 + 29);

    // Up to midnight: what is on record of the time after the last page view tells when a surge ended.
    private const int MinutesToAwait = 90;

    // Two hours are composed minute by minute, on machines that do other things besides.
    private static readonly TimeSpan RecordingLimit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("affluence-night-").FullName;
    private readonly StoreServer? _store;
    private readonly HttpClient _report = new();
    private readonly HttpClient _management = new();
    private StandaloneSystem? _system;

    private PlayedNight(StoreServer? store) => _store = store;

    /// <summary>By the end of the window, for example <c>2016-11-08T23:00:00-05:00</c>, every minute from 22:30 to 23:30 of both evenings.</summary>
    public IReadOnlyDictionary<string, JsonNode> Truth { get; private set; } = null!;

    /// <summary>What the report has on record, likewise, after the first play.</summary>
    public IReadOnlyDictionary<string, JsonNode> Snapshots { get; private set; } = null!;

    public static async Task<PlayedNight> StartAsync(StoreKind kind)
    {
        // Embedded Garnet is what Standalone brings along.
        var night = new PlayedNight(kind == StoreKind.Redis ? await StoreServer.StartAsync(kind) : null);
        try
        {
            await night.StartAsync();
            return night;
        }
        catch
        {
            await night.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plays both evenings, and waits until the report has them on record.</summary>
    /// <param name="arguments">More of the command line.</param>
    public async Task PlayAsync(params string[] arguments)
    {
        var counted = await CountedMinutesAsync();
        using var output = new StringWriter();
        var code = await SimulatorCommandLine.RunAsync(
            [
                "night", "--scale", Scale, "--counter", $"{_system!.Counter.Public}", "--geo", $"{_system.Geo.Public}",
                "--token-file", MadeToken.PathIn(_system.CredentialsDirectory, CredentialRole.Ingest), .. arguments,
            ],
            output,
            output);
        Assert.True(code == 0, output.ToString());
        await AwaitRecordAsync(counted);
    }

    public async Task<JsonNode> GetAsync(string path) =>
        (await _report.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;

    /// <summary>Minutes of both evenings from 22:30 on, as the report has them on record now.</summary>
    /// <param name="minutes">How many of each evening; by default those of <see cref="Truth"/>.</param>
    public async Task<IReadOnlyDictionary<string, JsonNode>> ReadRecordAsync(int minutes = 61)
    {
        var record = new Dictionary<string, JsonNode>();
        foreach (var day in (int[])[1, 8])
        {
            var from = new DateTime(2016, 11, day, 22, 30, 0);
            var page = await GetAsync($"/api/v1/snapshots?from={from:yyyy-MM-ddTHH:mm}&to={from.AddMinutes(minutes):yyyy-MM-ddTHH:mm}");
            foreach (var snapshot in page["snapshots"]!.AsArray())
            {
                record.Add((string)snapshot!["at"]!, snapshot);
            }
        }

        return record;
    }

    public async ValueTask DisposeAsync()
    {
        _report.Dispose();
        _management.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        _system = await StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _folder,
            Redis = _store?.ConnectionString,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Error",
                ["Report:QuietTime"] = $"{QuietTime:c}",
                ["Report:LiveInterval"] = $"{LiveInterval:c}",
                // A busy machine makes the tests slow and not red.
                ["Report:CounterDeadline"] = "00:01:00",
                ["Counter:StoreTimeout"] = "00:00:30",
            },
        });
        _report.BaseAddress = _system.Report.Public;
        _management.BaseAddress = _system.Report.Management;
        var truth = Path.Combine(_folder, "truth");
        await PlayAsync("--truth", truth);
        Truth = (await File.ReadAllLinesAsync(truth)).Select(line => JsonNode.Parse(line)!).ToDictionary(minute => (string)minute["at"]!);
        Snapshots = await ReadRecordAsync();
    }

    /// <summary>
    /// Until the report has counted every minute once more since the play began, all of them are quiet, so that what is due to be counted
    /// is known, and nothing is.
    /// </summary>
    /// <param name="counted">How many it had counted before.</param>
    private async Task AwaitRecordAsync(double counted)
    {
        var end = TimeProvider.System.GetTimestamp();
        var (final, waiting, since) = (0, 0.0, 0.0);
        await Eventually.TrueAsync(
            async () =>
            {
                var isQuiet = TimeProvider.System.GetElapsedTime(end) > QuietTime + (2 * LiveInterval);
                waiting = await MetricAsync("affluence_report_recording_backlog");
                since = await CountedMinutesAsync() - counted;
                if (!isQuiet || waiting > 0 || since < MinutesToCount)
                {
                    return false; // And the report is left to its work: the record is three hours long.
                }

                final = (await ReadRecordAsync(MinutesToAwait)).Values.Count(snapshot => (bool)snapshot["final"]!);
                return final == 2 * MinutesToAwait;
            },
            () => string.Create(CultureInfo.InvariantCulture, $"{final} of {2 * MinutesToAwait} minutes are final, {since} were counted, {waiting} are waiting"),
            RecordingLimit);
    }

    /// <summary>0 if it was never measured. A line is <c>name{tag="value",...} number time</c>.</summary>
    private async Task<double> MetricAsync(string name, string tag = "")
    {
        var metrics = await _management.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name + '{', StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal)) is { } found
            ? double.Parse(found[(found.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)
            : 0;
    }

    private Task<double> CountedMinutesAsync() =>
        MetricAsync("affluence_report_composition_duration_seconds_count", "affluence_composition_kind=\"minute\"");
}
