using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Annotations;

[Trait("Category", "Integration")]
public class AnnotationEndpointsTests(SharedReport report) : IClassFixture<SharedReport>
{
    private const string Token = "a3f1c9e07b5d48261f0c9ab7e4d35826";
    private const string Call = """{"at":"2016-11-08T22:57","text":{"en":"Networks call the election","fr":"Les réseaux annoncent le résultat"}}""";

    [Fact]
    public async Task Post_OfAnOperator_CreatedAndFoundAgain()
    {
        await using var host = await ReportHost.StartAsync();

        using var response = await PostAsync(host, Call);
        var created = await JsonAsync(response);
        var found = await host.GetJsonAsync(response.Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/api/v1/annotations/{created["id"]}", response.Headers.Location.OriginalString);
        Assert.Equal("2016-11-08T22:57:00-05:00", (string?)created["at"]);
        Assert.Equal("Networks call the election", (string?)created["text"]!["en"]);
        Assert.Equal("Les réseaux annoncent le résultat", (string?)created["text"]!["fr"]);
        Assert.Equal("2016-11-09T04:00:05+00:00", (string?)created["createdAt"]);
        Assert.Null(created["until"]);
        Assert.Null(created["withdrawnAt"]);
        Assert.Equal(created.ToJsonString(), found.ToJsonString());
    }

    [Theory]
    [InlineData("""{"at":"2016-11-09T03:57:00Z","text":"Polls close"}""", "2016-11-08T22:57:00-05:00", null, "Polls close", "Polls close")]
    [InlineData("""{"at":"2016-11-08T22:57:42.9","text":{"fr":"Fermeture"}}""", "2016-11-08T22:57:42-05:00", null, "Fermeture", "Fermeture")]
    [InlineData(
        """{"at":"2016-11-08T20:00","until":"2016-11-08T23:00:00-05:00","text":{"en":"Polls close"}}""",
        "2016-11-08T20:00:00-05:00", "2016-11-08T23:00:00-05:00", "Polls close", "Polls close")]
    public async Task Post_OneLanguage_StandsForBoth(string body, string at, string? until, string english, string french)
    {
        await using var host = await ReportHost.StartAsync();

        using var response = await PostAsync(host, body);
        var created = await JsonAsync(response);

        Assert.Equal(
            (at, until, english, french),
            ((string?)created["at"], (string?)created["until"], (string?)created["text"]!["en"], (string?)created["text"]!["fr"]));
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "at: is missing, for example 2016-11-08T23:00:00-05:00.")]
    [InlineData("""{"at":null,"text":"x"}""", "at: is missing")]
    [InlineData("""{"at":12,"text":"x"}""", "at: is no text")]
    [InlineData("""{"at":"yesterday","text":"x"}""", "at: 'yesterday' is neither an RFC 3339 instant")]
    [InlineData("""{"at":"2016-11-06T01:30","text":"x"}""", "at: 2016-11-06T01:30:00 happens twice in America/Toronto.")]
    [InlineData("""{"at":"0001-01-01T00:00:00Z","text":"x"}""", "at: '0001-01-01T00:00:00Z' is not in the years 2000 to 2999.")]
    [InlineData("""{"at":"2016-11-08T22:57","until":"2016-11-08T22:57","text":"x"}""", "until: must be after at, by 31 days at most.")]
    [InlineData("""{"at":"2016-11-08T22:57","until":"2016-12-24T22:57","text":"x"}""", "until: must be after at, by 31 days at most.")]
    [InlineData("""{"at":"2016-11-08T22:57"}""", "text: is missing")]
    [InlineData("""{"at":"2016-11-08T22:57","text":null}""", "text: is missing")]
    [InlineData("""{"at":"2016-11-08T22:57","text":["x"]}""", "text: is missing")]
    [InlineData("""{"at":"2016-11-08T22:57","text":{}}""", "text: has no language in it.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":{"de":"x"}}""", "text.de: is no language known here; these are en, fr.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":{"en":1}}""", "text.en: is no text.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":{"en":"a","fr":"a\u202Eb"}}""", "text.fr: has U+202E at position 2")]
    [InlineData("""{"at":"2016-11-08T22:57","text":" "}""", "text: is empty.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":"a\ud800"}""", "text: is no text.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":"x","unitl":"2016-11-08T23:57"}""", "unitl: is no field of an annotation; these are at, until, text.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":"x","text":"y"}""", "body: names a field twice.")]
    [InlineData("""{"at":"2016-11-08T22:57","text":"x"}{}""", "body: is no JSON: line 1, byte 37.")]
    [InlineData("""{"at":""", "body: is no JSON: line 1, byte")]
    [InlineData("", "body: is no JSON: line 1, byte")]
    [InlineData("[]", "body: is no JSON object.")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]", "body: is no JSON: line 1, byte")]
    public async Task Post_BadBody_400NamingTheFieldAndNothingKept(string body, string detail)
    {
        var host = report.Host;

        using var response = await PostAsync(host, body);
        var problem = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(detail, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(detail.Split(':')[0], (string?)problem["parameter"]);
        Assert.Empty((await host.GetJsonAsync("/api/v1/annotations?from=2000-01-01T00:00Z&withdrawn=true"))["annotations"]!.AsArray());
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_413()
    {
        var host = report.Host;

        using var response = await PostAsync(host, $$"""{"at":"2016-11-08T22:57","text":"{{new string('x', 9000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Post_TheSameAgain_OneAnnotation()
    {
        await using var host = await ReportHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(host, Call)));
        var bodies = await Task.WhenAll(answers.Select(JsonAsync));
        using var otherTime = await PostAsync(host, Call.Replace("22:57", "22:58", StringComparison.Ordinal));
        using var otherText = await PostAsync(host, Call.Replace("résultat", "RÉSULTAT", StringComparison.Ordinal));

        Assert.Single(bodies.Select(body => (string?)body["id"]).Distinct());
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK));
        Assert.All(answers, answer => Assert.Equal($"/api/v1/annotations/{bodies[0]["id"]}", answer.Headers.Location?.OriginalString));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (otherTime.StatusCode, otherText.StatusCode));
    }

    [Fact]
    public async Task Post_SameTimeAndTextAnotherEnd_409NamingTheOneThatStands()
    {
        await using var host = await ReportHost.StartAsync();
        var id = (string?)(await JsonAsync(await PostAsync(host, Call)))["id"];

        using var response = await PostAsync(host, Call.Replace("\"text\"", "\"until\":\"2016-11-08T23:00\",\"text\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains(id!, (string?)(await JsonAsync(response))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithKeySentAgainAfterItWasTakenBack_StaysTakenBack()
    {
        await using var host = await ReportHost.StartAsync();
        using var first = await PostAsync(host, Call, ("Idempotency-Key", "\"7e3b\""));
        using var taken = await host.Http.DeleteAsync(first.Headers.Location, TestContext.Current.CancellationToken);

        using var again = await PostAsync(host, Call, ("Idempotency-Key", "\"7e3b\""));
        using var anew = await PostAsync(host, Call);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotNull((await JsonAsync(again))["withdrawnAt"]);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.NotEqual(first.Headers.Location, anew.Headers.Location);
    }

    [Fact]
    public async Task Post_KeyOfSomethingElse_422AndNothingKept()
    {
        await using var host = await ReportHost.StartAsync();
        using var first = await PostAsync(host, Call, ("Idempotency-Key", "7e3b"));

        using var other = await PostAsync(host, """{"at":"2016-11-08T20:00","text":"Polls close"}""", ("Idempotency-Key", "7e3b"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Single((await host.GetJsonAsync("/api/v1/annotations"))["annotations"]!.AsArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678x")]
    public async Task Post_KeyThatIsNone_400(string key)
    {
        var host = report.Host;

        using var response = await PostAsync(host, Call, ("Idempotency-Key", key));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Delete_TakenBack_KeptWithTheTimeAndShownWhenAskedForOnly()
    {
        await using var host = await ReportHost.StartAsync();
        using var created = await PostAsync(host, Call);
        host.Time.Advance(TimeSpan.FromMinutes(3));

        using var taken = await host.Http.DeleteAsync(created.Headers.Location, TestContext.Current.CancellationToken);
        host.Time.Advance(TimeSpan.FromMinutes(3));
        using var takenAgain = await host.Http.DeleteAsync(created.Headers.Location, TestContext.Current.CancellationToken);

        Assert.Equal("2016-11-09T04:03:05+00:00", (string?)(await JsonAsync(taken))["withdrawnAt"]);
        Assert.Equal("2016-11-09T04:03:05+00:00", (string?)(await JsonAsync(takenAgain))["withdrawnAt"]);
        Assert.Empty((await host.GetJsonAsync("/api/v1/annotations"))["annotations"]!.AsArray());
        Assert.Empty((await host.GetJsonAsync("/api/v1/annotations?withdrawn=false"))["annotations"]!.AsArray());
        Assert.Single((await host.GetJsonAsync("/api/v1/annotations?withdrawn=true"))["annotations"]!.AsArray());
        Assert.NotNull((await host.GetJsonAsync(created.Headers.Location!.OriginalString))["withdrawnAt"]);
    }

    [Theory]
    [InlineData("", "1 2 3 4")]
    [InlineData("?from=2016-11-08T21:00", "2 3 4")]
    // A moment is in the range that begins with it, and not in the one that ends with it.
    [InlineData("?from=2016-11-08T22:00", "2 3 4")]
    [InlineData("?from=2016-11-08T22:00:01", "3 4")]
    [InlineData("?from=2016-11-08T19:00&to=2016-11-08T22:00", "1")]
    // What lasts from 22:30 to 22:40 is in every range that has a part of it.
    [InlineData("?from=2016-11-08T22:39&to=2016-11-08T22:41", "3")]
    [InlineData("?from=2016-11-08T22:40&to=2016-11-08T22:41", "")]
    [InlineData("?to=2016-11-08T22:30", "1 2")]
    [InlineData("?to=2016-10-08T22:30", "")]
    public async Task List_Range_WhatTouchesIt(string query, string expected)
    {
        await using var host = await ReportHost.StartAsync();
        foreach (var body in (string[])
        [
            """{"at":"2016-11-08T20:00","text":"1"}""",
            """{"at":"2016-11-08T22:00","text":"2"}""",
            """{"at":"2016-11-08T22:30","until":"2016-11-08T22:40","text":"3"}""",
            """{"at":"2016-11-09T10:00","text":"4"}""",
        ])
        {
            using var response = await PostAsync(host, body);
        }

        var list = await host.GetJsonAsync($"/api/v1/annotations{query}");

        Assert.Equal(expected, string.Join(' ', list["annotations"]!.AsArray().Select(annotation => (string?)annotation!["text"]!["en"])));
    }

    [Fact]
    public async Task List_InParts_EachOnceInOrder()
    {
        await using var host = await ReportHost.StartAsync();
        foreach (var text in Enumerable.Range(1, 7))
        {
            // Two each of the same moment.
            using var response = await PostAsync(host, $$"""{"at":"2016-11-08T20:0{{text / 2}}","text":"{{text}}"}""");
        }

        var found = new List<string?>();
        for (var next = "/api/v1/annotations?limit=2"; next is not null;)
        {
            var part = await host.GetJsonAsync(next);
            found.AddRange(part["annotations"]!.AsArray().Select(annotation => (string?)annotation!["text"]!["en"]));
            next = (string?)part["next"];
        }

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], found);
    }

    [Theory]
    [InlineData("?from=x", "from: 'x'")]
    [InlineData("?to=x", "to: 'x'")]
    [InlineData("?from=2016-11-08T22:00&to=2016-11-08T22:00", "from: must be before to.")]
    [InlineData("?withdrawn=yes", "withdrawn: 'yes' is neither true nor false.")]
    [InlineData("?form=x", "form: is no parameter")]
    public async Task List_BadParameter_400NamingIt(string query, string detail)
    {
        var host = report.Host;

        await Api.PastSnapshotTests.AssertProblemAsync(host, $"/api/v1/annotations{query}", 400, detail);
    }

    [Fact]
    public async Task Unknown_FoundAndTakenBack_404()
    {
        var host = report.Host;

        await Api.PastSnapshotTests.AssertProblemAsync(host, "/api/v1/annotations/..%2F..%2Fetc", 404, "There is no annotation");
        using var deleted = await host.Http.DeleteAsync("/api/v1/annotations/none", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
    }

    [Fact]
    public async Task Operators_TokenConfigured_NeededToChangeAndNotToRead()
    {
        await using var host = await ReportHost.StartAsync(settings: ("Credentials:Operator:Tokens:0", Token));

        using var refused = await PostAsync(host, Call);
        using var notDeleted = await host.Http.DeleteAsync("/api/v1/annotations/none", TestContext.Current.CancellationToken);
        using var created = await PostAsync(host, Call, ("Authorization", $"Bearer {Token}"));
        using var list = await host.Http.GetAsync("/api/v1/annotations", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (refused.StatusCode, notDeleted.StatusCode));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.StatusCode, list.StatusCode));
    }

    [Fact]
    public async Task Post_OfAPageOfAnotherSite_Refused()
    {
        var host = report.Host;
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/v1/annotations") { Content = new StringContent(Call, Encoding.UTF8, "text/plain") };

        using var byForm = await host.Http.SendAsync(form, TestContext.Current.CancellationToken);
        using var byScript = await PostAsync(host, Call, ("Origin", "http://evil.example"));

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.Forbidden), (byForm.StatusCode, byScript.StatusCode));
    }

    [Theory]
    [InlineData("/api/v1/annotations", "DELETE GET HEAD OPTIONS POST", "DELETE")]
    [InlineData("/api/v1/annotations/none", "DELETE GET HEAD OPTIONS", "")]
    public async Task Options_Annotations_AllowWhatIsAnswered(string address, string allowed, string except)
    {
        var host = report.Host;

        using var options = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, address), TestContext.Current.CancellationToken);

        Assert.Equal(allowed.Split(' ').Except([except]), options.Content.Headers.Allow.Order());
    }

    private static Task<HttpResponseMessage> PostAsync(ReportHost host, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/annotations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return host.Http.SendAsync(request);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
}
