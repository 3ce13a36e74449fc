using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Affluence.Report.Bulletins;
using Affluence.Report.History;
using Affluence.ReportService.Tests.Bulletins;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class BulletinTests
{
    private const string Night = "/api/v1/bulletin?at=2016-11-08T23:00";

    [Theory]
    [InlineData("en", "About 200,000 visitors on the site at 11\u00A0p.m. on Tuesday, November 8, 2016: about 12 times as many as a week earlier", "en-CA")]
    [InlineData(
        "fr",
        "Environ 200\u00A0000\u00A0visiteurs sur le site le mardi 8\u00A0novembre\u00A02016 à 23\u00A0h\u00A0: environ 12 fois le nombre d’une semaine plus tôt",
        "fr-CA")]
    public async Task Bulletin_OfAMinute_IssuedWithNumberAndPermalink(string language, string headline, string contentLanguage)
    {
        await using var host = await NightAsync();
        await IssueAsync(host);

        using var response = await GetAsync(host, $"{Night}&lang={language}");
        var bulletin = await JsonAsync(response);

        Assert.Equal(language, (string?)bulletin["lang"]);
        Assert.Equal(1, (long?)bulletin["number"]);
        Assert.Equal("2016-11-08T23:00:00-05:00", (string?)bulletin["at"]);
        Assert.Equal("2016-11-08T23:00:05-05:00", (string?)bulletin["issuedAt"]);
        Assert.Equal(headline, (string?)bulletin["headline"]);
        Assert.False((bool?)bulletin["final"]);
        Assert.Equal($"/api/v1/bulletins/1?lang={language}", (string?)bulletin["permalink"]);
        Assert.Equal("""{"at":"2016-11-08T23:00:00-05:00","revision":1}""", bulletin["snapshot"]!.ToJsonString());
        foreach (var nothing in (ReadOnlySpan<string>)["stale", "supersedes", "supersededBy", "reason"])
        {
            Assert.True(bulletin.AsObject().ContainsKey(nothing));
            Assert.Null(bulletin[nothing]);
        }

        Assert.Equal(
            string.Join("\n\n", bulletin["paragraphs"]!.AsArray().Select(paragraph => (string?)paragraph)) + "\n",
            ((string?)bulletin["text"])!.Split("\n\n", 3)[2]);
        Assert.Equal([contentLanguage], response.Content.Headers.ContentLanguage);
        Assert.Equal($"/api/v1/bulletins/1?lang={language}&format=json", response.Content.Headers.ContentLocation?.OriginalString);
    }

    [Theory]
    [InlineData("&format=markdown", "*/*", "text/markdown", "# About 200,000")]
    [InlineData("&format=text", "*/*", "text/plain", "About 200,000")]
    [InlineData("", "text/plain", "text/plain", "About 200,000")]
    [InlineData("", "text/markdown, application/json;q=0.9", "text/markdown", "# About 200,000")]
    [InlineData("", "text/html, */*;q=0.8", "application/json", "{")]
    public async Task Bulletin_AsAskedFor_InThatForm(string format, string accept, string mediaType, string beginning)
    {
        await using var host = await NightAsync();
        await IssueAsync(host);

        using var response = await GetAsync(host, $"{Night}{format}", ("Accept", accept));

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["Accept"], response.Headers.Vary);
        Assert.StartsWith(beginning, await TextAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task Bulletin_Text_HashIsOfTheVeryBytes(string language)
    {
        await using var host = await NightAsync();
        await IssueAsync(host);
        var document = await host.GetJsonAsync($"{Night}&lang={language}");

        using var response = await GetAsync(host, $"/api/v1/bulletins/1?lang={language}&format=text");
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var hash = SHA256.HashData(bytes);

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"sha256:{Convert.ToHexStringLower(hash)}", (string?)document["contentHash"]);
        Assert.Equal($"\"sha256:{Convert.ToHexStringLower(hash)}\"", response.Headers.ETag?.Tag);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(hash)}:", Assert.Single(response.Headers.GetValues("Repr-Digest")));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes), (string?)document["text"]);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("markdown")]
    [InlineData("text")]
    public async Task Bulletin_EachForm_DigestOfWhatIsSentAnd304AndHead(string format)
    {
        await using var host = await NightAsync();
        await IssueAsync(host);

        using var first = await GetAsync(host, $"{Night}&format={format}");
        using var second = await GetAsync(host, $"/api/v1/bulletins/1?format={format}", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var head = await host.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Head, $"/api/v1/bulletins/1?format={format}"), TestContext.Current.CancellationToken);
        var bytes = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:", Assert.Single(first.Headers.GetValues("Repr-Digest")));
        Assert.True(first.Headers.CacheControl is { Public: true, NoCache: true });
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
        Assert.Equal(first.Headers.ETag, head.Headers.ETag);
    }

    [Fact]
    public async Task Bulletin_AskedAgain_TheSameWhateverTheForm()
    {
        await using var host = await NightAsync();
        await IssueAsync(host);
        var first = await host.GetJsonAsync(Night);
        host.Time.Advance(TimeSpan.FromSeconds(3));

        var again = await host.GetJsonAsync("/api/v1/bulletin?at=2016-11-09T04:00:42Z");
        var other = await host.GetJsonAsync($"{Night}&lang=fr");
        var next = await IssueAsync(host, "2016-11-08T22:59");

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal((1, 2), ((long?)other["number"], (long?)next["number"]));
        Assert.Equal((string?)first["issuedAt"], (string?)other["issuedAt"]);
    }

    [Fact]
    public async Task Bulletin_FiguresChanged_SupersededAndTheOldStaysAtItsPermalink()
    {
        await using var host = await NightAsync();
        await IssueAsync(host);
        var old = await host.GetJsonAsync(Night);
        using var oldText = await GetAsync(host, "/api/v1/bulletins/1?format=text");
        var oldBytes = await TextAsync(oldText);
        host.Counter.Windows = (end, length) =>
            CurrentSnapshotTests.Night(end, length) is { } window ? window with { Countries = [.. window.Countries, ("GB", 50_000)] } : null;
        host.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(old.ToJsonString(), (await host.GetJsonAsync(Night)).ToJsonString());
        await IssueAsync(host);

        using var response = await GetAsync(host, Night);
        var correction = await JsonAsync(response);
        var superseded = await host.GetJsonAsync("/api/v1/bulletins/1");
        using var text = await GetAsync(host, "/api/v1/bulletins/1?format=text");
        using var french = await GetAsync(host, "/api/v1/bulletins/1?format=markdown&lang=fr");
        var textNow = await TextAsync(text);

        Assert.Equal((2, 1, null), ((long?)correction["number"], (long?)correction["supersedes"], (long?)correction["supersededBy"]));
        Assert.Contains("About 250,000", (string?)correction["headline"], StringComparison.Ordinal);
        Assert.Contains("It replaces bulletin 1.", (string?)correction["text"], StringComparison.Ordinal);
        Assert.Equal("</api/v1/bulletins/1?lang=en&format=json>; rel=\"predecessor-version\"", Assert.Single(response.Headers.GetValues("Link")));

        Assert.Equal(2, (long?)superseded["supersededBy"]);
        foreach (var kept in (ReadOnlySpan<string>)["text", "headline", "contentHash", "issuedAt", "at", "permalink"])
        {
            Assert.Equal((string?)old[kept], (string?)superseded[kept]);
        }

        Assert.Equal($"Replaced by bulletin 2.\n\n{oldBytes}", textNow);
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(textNow["Replaced by bulletin 2.\n\n".Length..])))}", (string?)superseded["contentHash"]);
        Assert.Equal("</api/v1/bulletins/2?lang=en&format=text>; rel=\"successor-version\"", Assert.Single(text.Headers.GetValues("Link")));
        Assert.NotEqual(oldText.Headers.ETag, text.Headers.ETag);
        Assert.StartsWith("**Remplacé par le bulletin 2.**\n\n# Environ 200\u00A0000", await TextAsync(french), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_ByManyAtOnce_AllGetTheSame()
    {
        await using var host = await NightAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => IssueAsync(host)));

        Assert.All(answers, answer => Assert.Equal(answers[0].ToJsonString(), answer.ToJsonString()));
        Assert.Equal(1, (long?)answers[0]["number"]);
        Assert.Single((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Fact]
    public async Task Bulletin_AfterARestart_StillThereAndTheNumbersGoOn()
    {
        var directory = Directory.CreateTempSubdirectory("affluence-report");
        try
        {
            JsonNode first;
            await using (var host = await NightAsync(directory.FullName))
            {
                await IssueAsync(host);
                first = await host.GetJsonAsync(Night);
            }

            await using var restarted = await NightAsync(directory.FullName);

            Assert.Equal(first.ToJsonString(), (await restarted.GetJsonAsync("/api/v1/bulletins/1")).ToJsonString());
            Assert.Equal(2, (long?)(await IssueAsync(restarted, "2016-11-08T22:30"))["number"]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Unavailable)]
    public async Task Bulletin_FiguresGoneSinceItWasIssued_TheOneOnRecord(StatusCode failure)
    {
        // Ten years later nothing of the night is recorded by itself, so it is only the counter that knows the minute.
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night, now: new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await IssueAsync(host);
        var issued = await host.GetJsonAsync(Night);

        host.Counter.Failure = failure;
        await IssueAsync(host);
        var again = await host.GetJsonAsync(Night);

        Assert.Equal(issued.ToJsonString(), again.ToJsonString());
        await PastSnapshotTests.AssertProblemAsync(
            host, "/api/v1/bulletin?at=2016-11-08T22:00", failure == StatusCode.Unavailable ? 503 : 404, string.Empty);
    }

    [Fact]
    public async Task Bulletin_RecordCannotBeWritten_503AndNothingIssued()
    {
        await using var host = await NightAsync();
        using (var connection = host.Services.GetRequiredService<Report.Storage.ReportDatabase>().Open())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "CREATE TRIGGER disk_full BEFORE INSERT ON bulletin BEGIN SELECT RAISE(ABORT, 'as the test wants'); END;";
            command.ExecuteNonQuery();
        }

        using var refused = await PostAsync(host, """{"at":"2016-11-08T23:00"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.StartsWith("The record of bulletins can't be read or written", (string?)(await JsonAsync(refused))["detail"], StringComparison.Ordinal);
        await PastSnapshotTests.AssertProblemAsync(host, "/api/v1/bulletins/1", 404, "Bulletin 1 was not issued.");
    }

    [Theory]
    [InlineData("en", "Draft, not issued as a bulletin.")]
    [InlineData("fr", "Ébauche, non publiée comme bulletin.")]
    public async Task Bulletin_OfTheLiveSnapshot_ADraftThatSaysHowToHaveOneIssued(string language, string imprint)
    {
        await using var host = await NightAsync();
        await host.FirstSnapshotAsync();

        using var response = await GetAsync(host, $"/api/v1/bulletin?lang={language}");
        var draft = await JsonAsync(response);
        var text = await host.Http.GetStringAsync($"/api/v1/bulletin?lang={language}&format=text", TestContext.Current.CancellationToken);

        foreach (var nothing in (ReadOnlySpan<string>)["number", "issuedAt", "permalink", "contentHash"])
        {
            Assert.True(draft.AsObject().ContainsKey(nothing));
            Assert.Null(draft[nothing]);
        }

        Assert.EndsWith("""POST /api/v1/bulletins with {"at":"2016-11-08T23:00:00-05:00"}.""", (string?)draft["reason"], StringComparison.Ordinal);
        Assert.Equal(imprint, text.Split("\n\n")[1]);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Null(response.Headers.ETag);
        Assert.Empty((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Fact]
    public async Task Bulletin_FiguresNotKnown_SaysSoInsteadOfAFigure()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null);
        await host.FirstSnapshotAsync();

        var paragraphs = (await host.GetJsonAsync("/api/v1/bulletin"))["paragraphs"]!.AsArray();

        Assert.EndsWith("is not known.", (string?)paragraphs[0], StringComparison.Ordinal);
        Assert.Equal(3, paragraphs.Count);
    }

    [Fact]
    public async Task Bulletin_GeoServiceTellsWhoseDataItIs_Attributed()
    {
        await using var geo = await FakeServer.StartAsync(new FakeGeo());
        await using var host = await ReportHost.StartAsync(
            counter => counter.Windows = CurrentSnapshotTests.Night, settings: ("services:geo:http:0", geo.Address.ToString()));

        await IssueAsync(host);
        var bulletin = await host.GetJsonAsync(Night);

        Assert.Equal("Countries of network addresses: IP Geolocation by DB-IP (https://db-ip.com).", (string?)bulletin["paragraphs"]!.AsArray()[^1]);
    }

    /// <summary>A crawler, a link preview and a curious reader look at every minute, in every form, by GET and by HEAD.</summary>
    [Fact]
    public async Task Read_OfMinutesWithoutABulletin_DraftsThatSaySoAndNothingIsIssued()
    {
        await using var host = await NightAsync();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            foreach (var format in (string[])["json", "markdown", "text"])
            {
                using var response = await host.Http.SendAsync(new HttpRequestMessage(method, $"{Night}&format={format}"), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.True(response.Headers.CacheControl?.NoStore);
                Assert.Null(response.Headers.ETag);
            }
        }

        var draft = await host.GetJsonAsync(Night);
        Assert.StartsWith("About 200,000 visitors", (string?)draft["headline"], StringComparison.Ordinal);
        Assert.Equal((null, null), ((long?)draft["number"], (string?)draft["issuedAt"]));
        Assert.StartsWith("This is a draft: no bulletin was issued.", (string?)draft["reason"], StringComparison.Ordinal);
        Assert.Contains("Draft, not issued as a bulletin.", (string?)draft["text"], StringComparison.Ordinal);
        Assert.Empty((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Fact]
    public async Task Issue_OnceAndAgain_201Then200WithTheSamePlace()
    {
        await using var host = await NightAsync();

        using var first = await PostAsync(host, """{"at":"2016-11-08T23:00"}""");
        using var again = await PostAsync(host, """{"at":"2016-11-09T04:00:42Z"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(["/api/v1/bulletins/1", "/api/v1/bulletins/1"], new[] { first, again }.Select(response => response.Headers.Location?.OriginalString));
        var (issued, known) = (await JsonAsync(first), await JsonAsync(again));
        Assert.Equal(issued.ToJsonString(), known.ToJsonString());
        Assert.Equal((1, "/api/v1/bulletins/1?lang=fr"), ((long?)issued["number"], (string?)issued["permalink"]!["fr"]));
        Assert.Equal((string?)issued["contentHash"]!["en"], (string?)(await host.GetJsonAsync(Night))["contentHash"]);
    }

    [Fact]
    public async Task Issue_OfAMinuteWithoutFigures_404AndNothingIssued()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => null);
        var onRecordWithoutFigures = new DateTimeOffset(2012, 11, 9, 4, 0, 0, TimeSpan.Zero);
        StoredMinutes.Save(host.Services.GetRequiredService<SnapshotHistory>(), onRecordWithoutFigures, "?");

        foreach (var at in (string[])["2016-11-08T22:50", "2016-11-08T23:30", "2012-11-08T23:00", "2012-11-08T23:01"])
        {
            using var response = await PostAsync(host, $$"""{"at":"{{at}}"}""");
            Assert.Equal((at, HttpStatusCode.NotFound), (at, response.StatusCode));
            Assert.Equal("There are no figures.", (string?)(await JsonAsync(response))["title"]);
        }

        Assert.Empty((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Theory]
    [InlineData("[]", "body: is no JSON object.")]
    [InlineData("{}", "at: must be a text")]
    [InlineData("""{"at":23}""", "at: must be a text")]
    [InlineData("""{"at":"yesterday"}""", "at: 'yesterday'")]
    [InlineData("""{"at":"2016-11-08T23:00","lang":"fr"}""", "lang: is no field of this request; there is at alone.")]
    public async Task Issue_OfWhatIsNoMinute_400AndNothingIssued(string body, string fault)
    {
        await using var host = await NightAsync();

        using var response = await PostAsync(host, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(fault, (string?)(await JsonAsync(response))["detail"], StringComparison.Ordinal);
        Assert.Empty((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Fact]
    public async Task Issue_WithoutAnOperatorsToken_401AndNothingIssued()
    {
        await using var host = await NightAsync();
        host.Http.DefaultRequestHeaders.Authorization = null;

        using var response = await PostAsync(host, """{"at":"2016-11-08T23:00"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty((await host.GetJsonAsync("/api/v1/bulletins"))["bulletins"]!.AsArray());
    }

    [Fact]
    public async Task List_SeveralMinutesAndACorrection_LastIssuedFirst()
    {
        await using var host = await NightAsync();
        var register = host.Services.GetRequiredService<BulletinRegister>();
        register.Issue(NightFigures.Snapshot with { Final = false }, null);
        register.Issue(NightFigures.Snapshot with { At = NightFigures.At.AddMinutes(-30) }, null);
        register.Issue(NightFigures.Snapshot with { Visitors = 300_000, Revision = 2 }, null);

        var all = await host.GetJsonAsync("/api/v1/bulletins");
        var two = await host.GetJsonAsync("/api/v1/bulletins?limit=2");
        var minute = await host.GetJsonAsync("/api/v1/bulletins?at=2016-11-08T23:00:30");
        var range = await host.GetJsonAsync("/api/v1/bulletins?from=2016-11-08T22:00&to=2016-11-08T23:00");

        Assert.Equal([3, 2, 1], Numbers(all));
        Assert.False((bool?)all["more"]);
        Assert.Equal([3, 2], Numbers(two));
        Assert.True((bool?)two["more"]);
        Assert.Equal([1], Numbers(await host.GetJsonAsync((string)two["next"]!)));
        Assert.Null((await host.GetJsonAsync((string)two["next"]!))["next"]);
        Assert.Equal([3, 1], Numbers(minute));
        Assert.Equal([2], Numbers(range));

        var newest = all["bulletins"]![0]!;
        Assert.Equal("2016-11-08T23:00:00-05:00", (string?)newest["at"]);
        Assert.Equal((1, null), ((long?)newest["supersedes"], (long?)newest["supersededBy"]));
        Assert.Equal(3, (long?)all["bulletins"]![2]!["supersededBy"]);
        Assert.Equal(2, (int?)newest["snapshot"]!["revision"]);
        Assert.StartsWith("About 300,000", (string?)newest["headline"]!["en"], StringComparison.Ordinal);
        Assert.Equal("/api/v1/bulletins/3?lang=fr", (string?)newest["permalink"]!["fr"]);
        var french = await host.GetJsonAsync((string)newest["permalink"]!["fr"]!);
        Assert.Equal((string?)french["contentHash"], (string?)newest["contentHash"]!["fr"]);
        Assert.StartsWith("Environ 300\u00A0000", (string?)french["headline"], StringComparison.Ordinal);
    }

    // Since when there is a surge is told from the minutes on record: with the last of them there, nothing said of 23:00 changes by itself.
    private static async Task<ReportHost> NightAsync(string? directory = null)
    {
        var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night, directory: directory);
        await host.RecordedAsync();
        return host;
    }

    /// <summary>As the operator's program does it.</summary>
    private static async Task<JsonNode> IssueAsync(ReportHost host, string at = "2016-11-08T23:00")
    {
        using var response = await PostAsync(host, $$"""{"at":"{{at}}"}""");
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {await TextAsync(response)}");
        return await JsonAsync(response);
    }

    private static async Task<HttpResponseMessage> PostAsync(ReportHost host, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await host.Http.PostAsync("/api/v1/bulletins", content, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<long?> Numbers(JsonNode list) => list["bulletins"]!.AsArray().Select(bulletin => (long?)bulletin!["number"]);

    private static async Task<HttpResponseMessage> GetAsync(ReportHost host, string address, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await TextAsync(response))!;
}
