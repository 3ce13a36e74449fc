using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Simulator;
using Affluence.Standalone;
using Affluence.Testing.Stores;

namespace Affluence.Tests;

/// <summary>Two logs are imported into a whole system and one is retracted: every snapshot is that of a system which imported the other only.</summary>
public sealed class RetractionTests : IDisposable
{
    private const string From = "2016-11-08T22:31";
    private const string To = "2016-11-08T23:10";

    private static readonly DateTimeOffset HalfPastTen = new(2016, 11, 9, 3, 30, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("affluence-standalone-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Retract_OneOfTwoImports_EverySnapshotIsThatOfTheOtherAlone(StoreKind kind)
    {
        var (right, wrong) = (Write("right.log", seed: 1, minutes: 8), Write("wrong.log", seed: 2, minutes: 5));
        List<string> alone;
        await using (var redis = kind == StoreKind.Redis ? await StoreServer.StartAsync(kind) : null)
        await using (var system = await StartAsync("alone", redis?.ConnectionString))
        {
            await RunAsync(system, "import", right, "--geo", Address(system.Geo));
            alone = await FinalAsync(system, snapshots => snapshots.Count == 37);
        }

        await using var store = kind == StoreKind.Redis ? await StoreServer.StartAsync(kind) : null;
        await using var both = await StartAsync("both", store?.ConnectionString);
        await RunAsync(both, "import", right, "--geo", Address(both.Geo));
        await RunAsync(both, "import", wrong, "--geo", Address(both.Geo));
        var before = await FinalAsync(both, snapshots => snapshots.Count == 37);
        Assert.NotEqual(alone, before);

        await RunAsync(both, "imports", "retract", "wrong.log");

        await FinalAsync(both, snapshots => snapshots.SequenceEqual(alone));
        using var report = new HttpClient { BaseAddress = both.Report.Public };
        var revisions = await report.GetFromJsonAsync<JsonNode>("/api/v1/snapshots/2016-11-08T22:35/revisions", TestContext.Current.CancellationToken);
        Assert.InRange(revisions!["revisions"]!.AsArray().Count, 2, 3);
    }

    private Task<StandaloneSystem> StartAsync(string name, string? redis) => StandaloneSystem.StartAsync(new StandaloneOptions
    {
        DataDirectory = Path.Combine(_folder.FullName, name),
        Redis = redis,
        UseDefaultPorts = false,
        Settings = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Warning",
            ["Report:LiveInterval"] = "00:00:00.5",
            ["Report:QuietTime"] = "00:00:02",
        },
    });

    private async Task RunAsync(StandaloneSystem system, params string[] arguments)
    {
        using var output = new StringWriter();
        var token = MadeToken.PathIn(system.CredentialsDirectory, CredentialRole.Ingest);
        var code = await SimulatorCommandLine.RunAsync(
            [.. arguments, "--counter", Address(system.Counter), "--token-file", token, "--key-file", Path.Combine(_folder.FullName, "import.key")],
            output,
            output,
            TestContext.Current.CancellationToken);
        Assert.True(code == 0, output.ToString());
    }

    /// <summary>All snapshots, once they are final and as wanted: what they say, without how and when they were put together.</summary>
    private static async Task<List<string>> FinalAsync(StandaloneSystem system, Func<List<string>, bool> isWanted)
    {
        using var report = new HttpClient { BaseAddress = system.Report.Public };
        List<string> snapshots = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var all = await report.GetFromJsonAsync<JsonNode>($"/api/v1/snapshots?from={From}&to={To}", TestContext.Current.CancellationToken);
                snapshots = [.. all!["snapshots"]!.AsArray().Select(Figures)];
                return all["snapshots"]!.AsArray().All(snapshot => (bool)snapshot!["final"]!) && isWanted(snapshots);
            },
            () => string.Join('\n', snapshots),
            pause: TimeSpan.FromSeconds(0.5));
        return snapshots;
    }

    private static string Figures(JsonNode? snapshot)
    {
        var figures = snapshot!.DeepClone().AsObject();
        figures.Remove("revision");
        figures["quality"]!.AsObject().Remove("composedAt");
        figures["quality"]!.AsObject().Remove("freshness");
        return figures.ToJsonString();
    }

    private static string Address(ServiceAddresses service) => service.Public.ToString();

    private string Write(string name, int seed, int minutes)
    {
        var random = new Random(seed);
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, Enumerable.Range(0, 60 * minutes).Select(second => string.Create(
            CultureInfo.InvariantCulture,
            $"24.48.{random.Next(3)}.{random.Next(250)} - - [{HalfPastTen.AddSeconds(second):dd/MMM/yyyy:HH:mm:ss} +0000] \"GET /en/{seed} HTTP/1.1\" {(random.Next(5) == 0 ? 503 : 200)} 9 \"-\" \"Mozilla/5.0 (X11)\"")));
        return path;
    }
}
