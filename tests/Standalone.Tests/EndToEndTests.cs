using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Affluence.ServiceDefaults;
using Affluence.Standalone;
using Affluence.Testing.Stores;

namespace Affluence.Tests;

/// <summary>The whole system in this process, over real sockets: what visitors do on one end is what the report says on the other.</summary>
public sealed class EndToEndTests : IDisposable
{
    // Addresses of large networks that have been where they are for decades.
    private const string InUnitedStates = "8.8.8.8";
    private const string InCanada = "24.48.0.1";

    private readonly string _data = Directory.CreateTempSubdirectory("affluence-standalone-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Start_SettingThatCannotBe_SaysWhichInsteadOfHowItFailedToStop()
    {
        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _data,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?> { ["Credentials:Reader:Tokens:0"] = "short" },
        }));

        Assert.StartsWith("Credentials:Reader:Tokens:0 has 5 characters", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Visits_ThroughTheGateway_BecomeALiveSnapshot(StoreKind kind)
    {
        await using var redis = kind == StoreKind.Redis ? await StoreServer.StartAsync(kind) : null;
        await using var system = await StartAsync(redis?.ConnectionString);

        for (var visitor = 0; visitor < 30; visitor++)
        {
            await VisitAsync(system, "/en", visitor < 20 ? InUnitedStates : InCanada, $"browser {visitor}");
            await VisitAsync(system, "/fr/work", visitor < 20 ? InUnitedStates : InCanada, $"browser {visitor}");
        }

        await VisitAsync(system, "/en", InCanada, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

        var snapshot = await CurrentAsync(system, current => (long?)current["visitors"] == 30 && (long?)current["requests"] == 61);
        Assert.Equal(60, (long)snapshot["pageViews"]!["served"]!);

        // The site is asked for each of the two pages once, and once more a minute.
        Assert.InRange((long)snapshot["pageViews"]!["fromCache"]!, 50, 58);
        Assert.Equal(1, (long)snapshot["bots"]!);
        Assert.Equal(0, (long)snapshot["turnedAway"]!);
        Assert.Equal(["US", "CA"], snapshot["countries"]!.AsArray().Select(country => (string?)country!["code"]));
        Assert.Equal(20, (long)snapshot["countries"]![0]!["visitors"]!);
        Assert.Equal((2, 0), ((long)snapshot["networks"]!, (long)snapshot["quality"]!["foldedPageViews"]!));
        Assert.Null(snapshot["ratio"]);
        Assert.NotNull(snapshot["unavailable"]!["ratio"]);
    }

    [Fact]
    public async Task SiteRefusing_VisitorsWhoNeverGotInAreTurnedAway()
    {
        await using var system = await StartAsync();
        await VisitAsync(system, "/en", InCanada, "got in before");
        using var client = new HttpClient().AsOperator(system.CredentialsDirectory);
        (await client.PutAsJsonAsync(new Uri(system.Site.Management, "/knobs"), new { errorShare = 1.0 })).EnsureSuccessStatusCode();

        // Of a page that nobody has read yet: those that somebody has are given from the cache, whatever the site says.
        await VisitAsync(system, "/fr", InCanada, "got in before");
        await VisitAsync(system, "/fr", InCanada, "never got in");
        await VisitAsync(system, "/fr", InUnitedStates, "never got in");

        var snapshot = await CurrentAsync(system, current => (long?)current["requests"] == 4);
        Assert.Equal(1, (long)snapshot["visitors"]!);
        Assert.Equal(2, (long)snapshot["turnedAway"]!);
        Assert.Equal(3, (long)snapshot["pageViews"]!["refused"]!["origin_error"]!);
    }

    [Fact]
    public async Task Restart_KeepsWhatWasCounted()
    {
        await using (var system = await StartAsync())
        {
            for (var visitor = 0; visitor < 10; visitor++)
            {
                await VisitAsync(system, "/en", InCanada, $"browser {visitor}");
            }

            // Stopped at once: the gateway delivers its last hits, and the store keeps them.
        }

        await using var again = await StartAsync();
        await VisitAsync(again, "/en", InCanada, "browser 0");
        await VisitAsync(again, "/en", InCanada, "another");

        var snapshot = await CurrentAsync(again, current => (long?)current["requests"] == 12);
        Assert.Equal(11, (long)snapshot["visitors"]!);
    }

    /// <summary>
    /// The store is restarted and has nothing on disk. Hits come in all the while; in the end the figures are as if nothing had been.
    /// </summary>
    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task StoreLosesEverything_FiguresBecomeWhatTheyWouldHaveBeen(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var system = await StartAsync(store.ConnectionString);
        for (var visitor = 0; visitor < 10; visitor++)
        {
            await VisitAsync(system, "/en", InCanada, $"browser {visitor}");
        }

        await CurrentAsync(system, current => (long?)current["requests"] == 10);
        await store.StopAsync();
        for (var visitor = 5; visitor < 15; visitor++)
        {
            await VisitAsync(system, "/en", InCanada, $"browser {visitor}");
        }

        await store.StartAsync();
        for (var visitor = 10; visitor < 20; visitor++)
        {
            await VisitAsync(system, "/en", InCanada, $"browser {visitor}");
        }

        var snapshot = await CurrentAsync(system, current => (long?)current["requests"] == 30);
        Assert.Equal(20, (long)snapshot["visitors"]!);
        Assert.Equal(30, (long)snapshot["pageViews"]!["served"]!);
        Assert.Equal(0, (long)snapshot["quality"]!["droppedHits"]!);
    }

    [Fact]
    public async Task Dashboard_WithItsFiles_ShowsWhatVisitorsDid()
    {
        await using var system = await StartAsync();
        await VisitAsync(system, "/en", InCanada, "browser");
        await CurrentAsync(system, current => (long?)current["visitors"] == 1);
        using var client = new HttpClient { BaseAddress = system.Report.Public };

        var page = await client.GetStringAsync(new Uri("/fr", UriKind.Relative));

        Assert.Contains("""<span class="figure-value">1</span>""", page, StringComparison.Ordinal);
        Assert.Contains("IP Geolocation by DB-IP", page, StringComparison.Ordinal);
        string[] files = [.. Regex.Matches(page, """(?:src|href)="((?:dashboard|_framework|_content)/[^"]+)""", RegexOptions.NonBacktracking).Select(match => match.Groups[1].Value)];
        Assert.Equal(8, files.Length);
        foreach (var file in files)
        {
            using var response = await client.GetAsync(new Uri($"/{file}", UriKind.Relative));
            Assert.True(response.IsSuccessStatusCode, $"{file}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Trace_RunsFromTheFlushThroughGeoAndCounterToTheStore()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Affluence.", StringComparison.Ordinal) || source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var system = await StartAsync();

        await VisitAsync(system, "/en", InCanada, "browser");
        await CurrentAsync(system, current => (long?)current["visitors"] == 1);

        Activity[] seen;
        lock (spans)
        {
            seen = [.. spans];
        }

        // Other tests of this process have traces too. The page view has one of its own, which runs gateway → site.
        var page = Assert.Single(seen, span => span.Source.Name == "System.Net.Http" && Equals(span.GetTagItem("server.port"), system.Site.Public.Port));
        Assert.Equal(2, seen.Count(span => span.TraceId == page.TraceId && span.Source.Name == "Microsoft.AspNetCore"));

        // The batch that carries it is linked to it: flush → geo, and flush → deliver → counter → store.
        var deliver = Assert.Single(
            seen, span => span.OperationName == "deliver batch" && span.Links.Any(link => link.Context.TraceId == page.TraceId));
        var trace = seen.Where(span => span.TraceId == deliver.TraceId).ToList();
        Assert.Equal(deliver.ParentSpanId, Assert.Single(trace, span => span.OperationName == "flush hits").SpanId);
        Assert.True(trace.Count(span => span.Source.Name == "Microsoft.AspNetCore") >= 2, "geo and counter each have a server span");
        Assert.Contains(trace, span => span.Source.Name == "Affluence.Counter" && (string?)span.GetTagItem("db.system.name") == "redis");
    }

    [Fact]
    public async Task Simulator_Live_AgreesWithTheReport()
    {
        await using var system = await StartAsync();
        var output = new StringWriter();

        var exitCode = await Simulator.SimulatorCommandLine.RunAsync(
            [
                "live", "--gateway", system.Gateway.Public.ToString(), "--report", system.Report.Public.ToString(),
                "--visitors", "400", "--minutes", "0.05", "--mix", "US=50,CA=37,AU=3,GB=1,other=9", "--seed", "1",
            ],
            output,
            output);

        Assert.True(exitCode == 0, output.ToString());
    }

    private Task<StandaloneSystem> StartAsync(string? redis = null) => StandaloneSystem.StartAsync(new StandaloneOptions
    {
        DataDirectory = _data,
        Redis = redis,
        UseDefaultPorts = false,
        Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Warning" },
    });

    private static async Task VisitAsync(StandaloneSystem system, string path, string address, string userAgent)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(system.Gateway.Public, path));
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        await client.SendAsync(request);
    }

    private static async Task<JsonNode> CurrentAsync(StandaloneSystem system, Func<JsonNode, bool> isComplete)
    {
        using var client = new HttpClient { BaseAddress = system.Report.Public };
        JsonNode? snapshot = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri("/api/v1/snapshots/current", UriKind.Relative));
                snapshot = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
                return snapshot is not null && isComplete(snapshot);
            },
            () => $"the current snapshot is {snapshot}");
        return snapshot!;
    }
}
