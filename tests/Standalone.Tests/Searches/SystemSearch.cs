using System.Net.Http.Headers;
using System.Text;
using Affluence.Report.V1;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.Tests.Searches;

/// <summary>Searches all that a system keeps, sends and tells.</summary>
/// <param name="find">What bytes hold of what is looked for, each as it is told.</param>
internal sealed class SystemSearch(Func<ReadOnlySpan<byte>, IReadOnlyList<string>> find)
{
    /// <summary>In the name of each place that is the store's.</summary>
    public const string Store = "of the store";

    private readonly List<(string Place, string What)> _found = [];
    private readonly Dictionary<string, long> _searched = [];

    public IReadOnlyList<(string Place, string What)> Found => _found;

    /// <summary>What every search of what is told must have looked into.</summary>
    public static IReadOnlyList<string> WhatIsTold { get; } =
        ["/metrics", "/health", "/delivery", "/origin", "/knobs", "/api/v1/alerts", "/embed", "/openapi/v1.json", ".svg", "gRPC GetSnapshot", "the stream"];

    /// <summary>All that our own code has to say, the framework's as it is set in production, and all telemetry soon and to a collector.</summary>
    public static Dictionary<string, string?> SettingsWith(Receiver collector) => new()
    {
        ["Logging:LogLevel:Affluence"] = "Trace",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    /// <summary>That a place held anything at all: what was searched is what it should be.</summary>
    public void AssertSearched(params IEnumerable<string> places) => Assert.All(places, place =>
        Assert.Contains(_searched, part => part.Key.Contains(place, StringComparison.Ordinal) && part.Value > 0));

    public void Search(string place, ReadOnlySpan<byte> bytes)
    {
        _searched[place] = _searched.GetValueOrDefault(place) + bytes.Length;
        _found.AddRange(find(bytes).Select(what => (place, what)));
    }

    public void SearchFiles(string folder, string when)
    {
        // A lock file is empty, and can't be opened while it is held.
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            // Shared, for whoever wrote it may still have it open.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            Search($"{Path.GetRelativePath(folder, path)} {when}", bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }

    /// <summary>Every key and all that is under it, as the store gives it out.</summary>
    public async Task SearchStoreAsync(StoreServer store)
    {
        var contents = await StoreContents.ReadAsync(store);
        foreach (var (key, values) in contents)
        {
            Search($"keys {Store}", (byte[])key!);
            foreach (var value in values)
            {
                Search($"values {Store}", (byte[])value!);
            }
        }

        Assert.True(contents.Count > 3, $"the store has {contents.Count} keys");
    }

    /// <param name="token">An operator's; null: the one that the system made.</param>
    public async Task SearchWhatIsToldAsync(StandaloneSystem system, string? token = null)
    {
        token ??= LocalTokens.Of(CredentialRole.Operator, system.CredentialsDirectory);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var service in (ServiceAddresses[])[system.Gateway, system.Report, system.Site, system.Geo, system.Counter])
        {
            await SearchAnswerAsync(client, new Uri(service.Management, "/metrics"));
            await SearchAnswerAsync(client, new Uri(service.Management, "/health"));
            await SearchAnswerAsync(client, new Uri(service.Management, "/health/reasons"));
        }

        foreach (var path in (string[])["/delivery", "/origin", "/waiting-room", "/cache"])
        {
            await SearchAnswerAsync(client, new Uri(system.Gateway.Management, path));
        }

        await SearchAnswerAsync(client, new Uri(system.Site.Management, "/knobs"));

        // Figures are composed every 2 s: what was delivered may not be in those told yet, and then there is no picture of countries.
        var picture = new Uri(system.Report.Public, "/api/v1/pictures/countries.svg");
        await Testing.Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.GetAsync(picture);
                return response.IsSuccessStatusCode;
            },
            () => "No snapshot had a visitor whose country is known.");

        var now = TimeProvider.System.GetUtcNow();
        var range = FormattableString.Invariant($"from={now.AddHours(-1):yyyy-MM-dd'T'HH:mm'Z'}&to={now:yyyy-MM-dd'T'HH:mm'Z'}");
        foreach (var path in (string[])
            [
                "/", "/fr", "/api/v1/snapshots/current", $"/api/v1/snapshots?{range}",
                $"/api/v1/snapshots?{range}&format=csv", $"/api/v1/surges?{range}", $"/api/v1/fairness?{range}", "/api/v1/bulletin", "/api/v1/bulletins", "/api/v1/alerts",
                "/api/v1/annotations", "/api/v1/site", "/embed", "/fr/embed", "/openapi/v1.json", "/scalar/",
                "/api/v1/pictures/countries.svg",
            ])
        {
            await SearchAnswerAsync(client, new Uri(system.Report.Public, path));
        }

        using var channel = GrpcChannel.ForAddress(system.Report.Grpc!);
        var snapshot = await new SnapshotService.SnapshotServiceClient(channel).GetSnapshotAsync(
            new GetSnapshotRequest(), new Metadata { { "authorization", $"Bearer {token}" } });
        Search("gRPC GetSnapshot", snapshot.ToByteArray());

        await using var events = await client.GetStreamAsync(new Uri(system.Report.Public, "/api/v1/stream"));
        using var lines = new StreamReader(events);
        while (await lines.ReadLineAsync() is { Length: > 0 } line)
        {
            Search("the stream", Encoding.UTF8.GetBytes(line));
        }
    }

    private async Task SearchAnswerAsync(HttpClient client, Uri address)
    {
        using var response = await client.GetAsync(address);
        Assert.True(response.IsSuccessStatusCode, $"{address.PathAndQuery}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        Search(address.PathAndQuery, await response.Content.ReadAsByteArrayAsync());
        Search(address.PathAndQuery, Encoding.UTF8.GetBytes($"{response.Headers}{response.Content.Headers}"));
    }
}
