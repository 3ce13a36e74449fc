using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.Cache.V1;
using Affluence.Gateway.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Cache.Purging;

/// <summary>What an operator purges is given to nobody any more, at no gateway.</summary>
public sealed class PurgeTests
{
    public static TheoryData<string, string[]> Purges => new()
    {
        { """{"path": "/en/work"}""", ["/en", "/fr/work"] },
        { """{"prefix": "/en"}""", ["/fr/work"] },
        { """{"all": true}""", [] },
    };

    [Theory, MemberData(nameof(Purges))]
    public async Task Purge_ForgetsWhatIsMeant_AndNothingElse(string body, string[] kept)
    {
        await using var cache = await CachingGateway.StartAsync();
        string[] targets = ["/en", "/en/work", "/en/work?page=2", "/fr/work"];
        await FillAsync(cache, targets);

        var account = await PurgeAsync(cache, body);

        Assert.Equal((targets.Length - kept.Length, true, null), ((int)account["purged"]!, (bool)account["everyGateway"]!, (string?)account["reason"]));
        foreach (var target in targets)
        {
            Assert.Equal(kept.Contains(target), await IsStoredAsync(cache, target));
        }
    }

    public static TheoryData<string, string, string> BadInput => new()
    {
        { "", "$", "is no JSON that can be read" },
        { "[]", "$", "must be a JSON object with one property" },
        { "{}", "$", "must be a JSON object with one property" },
        { """{"path": "/en", "all": true}""", "$", "must be a JSON object with one property" },
        { """{"all": false}""", "all", "is false and must be true" },
        { """{"path": "en"}""", "path", "must be text that begins with /" },
        { """{"path": 7}""", "path", "is 7 and must be text that begins with /" },
        { """{"prefix": ""}""", "prefix", "must be text that begins with /" },
        { """{"path": "/en?page=2"}""", "path", "must be without query" },
        { """{"path": "/en\nINFO forged"}""", "path", "control characters" },
        { $$"""{"path": "/{{new string('x', 2_048)}}"}""", "path", "has 2049 characters and may have 2048" },
        { """{"url": "/en"}""", "url", "is unknown; what can be purged is a path, a prefix or all" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public async Task BadInput_IsNamed_AndPurgesNothing(string body, string name, string problem)
    {
        await using var cache = await CachingGateway.StartAsync();
        await FillAsync(cache, "/en");

        using var response = await cache.Gateway.Management.AsOperator().PostAsync("/cache/purge", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var fault = (await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsObject().Single();
        Assert.Equal(name, fault.Key);
        Assert.Contains(problem, (string?)fault.Value!.AsArray().Single(), StringComparison.Ordinal);
        Assert.True(await IsStoredAsync(cache, "/en"));
        Assert.Empty(cache.Gateway.Purges.Known);
    }

    [Fact]
    public async Task Body_ThatIsTooLong_IsRefused()
    {
        await using var cache = await CachingGateway.StartAsync();

        // The body is sent when the server asks for it, and it doesn't.
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = cache.Gateway.Management.BaseAddress,
        }.AsOperator();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cache/purge") { Content = Json(new string(' ', 20_000)) };
        request.Headers.ExpectContinue = true;

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Purge_AtOneGateway_ReachesAnother_AndOneThatWasAway()
    {
        var purges = new FakePurges();
        using var folder = new TemporaryDirectory();
        await using var one = await CachingGateway.StartAsync(gateway => gateway.Purges = purges);
        await using var other = await CachingGateway.StartAsync(gateway => gateway.Purges = purges, ("Gateway:Cache:Directory", folder.Path));
        foreach (var cache in new[] { one, other })
        {
            await FillAsync(cache, "/en", "/fr");
            await cache.GetAsync("/en");
        }

        await PurgeAsync(one, """{"path": "/fr"}""");
        await Eventually.TrueAsync(async () => (int)(await AccountAsync(other))["entries"]! == 1, () => "The other gateway was not told.");

        // It keeps /en on disk when it stops, and is told at its next start.
        await other.Gateway.StopAsync();
        Assert.Single(Directory.GetFiles(folder.Path));
        other.Clock.Advance(TimeSpan.FromHours(1));
        one.Clock.Advance(TimeSpan.FromHours(1));
        await PurgeAsync(one, """{"all": true}""");
        other.Clock.Advance(TimeSpan.FromHours(1));
        await other.Gateway.StartGatewayAsync();

        await Eventually.TrueAsync(() => Directory.GetFiles(folder.Path).Length == 0, () => "What was purged is on disk.");
        Assert.Equal(0, (int)(await AccountAsync(other))["entries"]!);
    }

    /// <summary>What it stored after the purge is not of before, however late it learns of it.</summary>
    [Fact]
    public async Task Purge_LearnedOfLate_LeavesWhatCameSince()
    {
        await using var cache = await CachingGateway.StartAsync();
        await FillAsync(cache, "/old");
        cache.Clock.Advance(TimeSpan.FromHours(1));
        var purgedAt = cache.Clock.GetUtcNow();
        cache.Clock.Advance(TimeSpan.FromMinutes(30));
        await FillAsync(cache, "/new");

        await cache.Gateway.Purges.AddPurges(
            new AddPurgesRequest { Purges = { new Purge { Scope = PurgeScope.All, At = purgedAt.ToTimestamp() } } }, null!);

        await Eventually.TrueAsync(async () => (int)(await AccountAsync(cache))["entries"]! == 1, () => "It was not told.");
        Assert.True(await IsStoredAsync(cache, "/new"));
    }

    [Fact]
    public async Task Counter_Away_PurgedHere_AndTheOthersAreToldWhenItIsBack()
    {
        await using var cache = await CachingGateway.StartAsync(gateway => gateway.Purges.Answer = StatusCode.Internal);
        await FillAsync(cache, "/en");

        using var response = await cache.Gateway.Management.AsOperator().PostAsync("/cache/purge", Json("""{"all": true}"""));
        var account = (await response.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal((1, false), ((int)account["purged"]!, (bool)account["everyGateway"]!));
        Assert.Contains("refused by the test", (string?)account["reason"], StringComparison.Ordinal);
        Assert.False(await IsStoredAsync(cache, "/en"));
        Assert.Equal(1, (int)(await AccountAsync(cache))["purges"]!["untold"]!);

        cache.Gateway.Purges.Answer = StatusCode.OK;
        await Eventually.TrueAsync(() => cache.Gateway.Purges.Known.Count == 1, () => "The counter was not told.");

        // And once more when its store has lost its memory.
        cache.Gateway.Purges.LoseMemory("another");
        await Eventually.TrueAsync(() => cache.Gateway.Purges.Known.Count == 1, () => "The counter was not told again.");
    }

    /// <summary>Asked for before the purge, and answered after it.</summary>
    [Fact]
    public async Task Answer_ThatIsUnderWay_IsGivenToWhoAsked_AndNotStored()
    {
        await using var cache = await CachingGateway.StartAsync();
        var asked = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            asked.TrySetResult();
            await gate.Task;
        };
        var waiting = cache.GetAsync("/en");
        await asked.Task;

        await PurgeAsync(cache, """{"prefix": "/"}""");
        gate.SetResult();

        Assert.Equal("answer 1", (await waiting).Body);
        Assert.Equal("answer 2", (await cache.GetAsync("/en")).Body);
    }

    [Fact]
    public async Task Account_SaysWhatIsStored_AndHowWellItDoes()
    {
        await using var cache = await CachingGateway.StartAsync();
        await FillAsync(cache, "/en", "/fr", "/fr?page=2");
        await cache.GetAsync("/en");
        await cache.GetAsync("/fr?page=2");
        await cache.GetAsync("/fr");
        cache.Answer = context =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        };
        await cache.GetAsync("/private");

        var account = await AccountAsync(cache);

        Assert.Equal((3, 256L << 20, 0.4286), ((int)account["entries"]!, (long)account["bytesAllowed"]!, (double)account["hitRatio"]!));
        Assert.Equal("""{"hit":3,"stale":0,"collapsed":0,"validated":0,"miss":3,"pass":1}""", account["requests"]!.ToJsonString());
        Assert.Equal(
            [("/fr", 2, 2), ("/en", 1, 1)],
            account["topPaths"]!.AsArray().Select(path => ((string?)path!["path"], (int)path["entries"]!, (int)path["requests"]!)));
        Assert.Equal((long)account["bytes"]!, account["topPaths"]!.AsArray().Sum(path => (long)path!["bytes"]!));
        Assert.Equal("""{"known":0,"untold":0,"trouble":null}""", account["purges"]!.ToJsonString());
    }

    private static async Task FillAsync(CachingGateway cache, params string[] targets)
    {
        cache.AnswerWith(("Cache-Control", "max-age=864000"));
        foreach (var target in targets)
        {
            await cache.GetAsync(target);
        }
    }

    private static StringContent Json(string body) => new(body, null, "application/json");

    private static async Task<bool> IsStoredAsync(CachingGateway cache, string target)
    {
        var before = cache.Asked.Count;
        await cache.GetAsync(target);
        return cache.Asked.Count == before;
    }

    private static async Task<JsonNode> PurgeAsync(CachingGateway cache, string body)
    {
        using var response = await cache.Gateway.Management.AsOperator().PostAsync("/cache/purge", Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<JsonNode> AccountAsync(CachingGateway cache) => (await cache.Gateway.Management.AsOperator().GetFromJsonAsync<JsonNode>("/cache"))!;
}
