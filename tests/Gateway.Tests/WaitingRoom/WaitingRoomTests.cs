using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Affluence.Counter.V1;
using Affluence.Gateway.Tests.Fakes;
using Affluence.Gateway.WaitingRoom.Answers;

namespace Affluence.Gateway.Tests.WaitingRoom;

/// <summary>The waiting room in a gateway, between real sockets; who is let in is said by a counter of the test.</summary>
public sealed partial class WaitingRoomTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task RoomIsOpen_VisitorIsSentToWaitOnceAndAsksWithoutBeingAPageView()
    {
        await using var gateway = await OpenAsync();
        gateway.Admission.WaitingPeople = 1_234;
        gateway.Admission.Rate = 2;
        await gateway.Admission.ToldAsync();

        var answer = await gateway.VisitAsync("/en/apply?step=2");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 8, 12);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<h1>Your place is kept</h1>", page, StringComparison.Ordinal);
        Assert.Contains("About 1,200 people are ahead of you.", page, StringComparison.Ordinal);
        Assert.Matches("You will wait about [0-9]+ to [0-9]+ minutes.", page);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);

        var poll = await gateway.VisitAsync(RefreshOf(answer));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, poll.StatusCode);
        Assert.Contains("to=%2Fen%2Fapply%3Fstep%3D2", RefreshOf(poll), StringComparison.Ordinal);

        await gateway.SettledAsync(seen: 2);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.Waiting));
        Assert.Equal(1UL, gateway.Counter.PageViews);
        Assert.Equal(2UL, gateway.Counter.Requests);
        await Eventually.TrueAsync(() => gateway.Admission.Waiting.Count == 1, () => $"{gateway.Admission.Waiting.Count} are said to wait");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HisTurnComes_IsTakenOnToWhereHeWantedToGoAndStaysIn(bool keepsCookies)
    {
        await using var gateway = await OpenAsync();
        var answer = await gateway.VisitAsync("/en/apply");
        gateway.Admission.Frontier = Now.AddMinutes(1);
        await gateway.Admission.ToldAsync();

        var cookies = keepsCookies ? CookiesOf(answer) : "other=1";
        var turn = await gateway.VisitAsync(RefreshOf(answer), headers: ("Cookie", cookies));
        gateway.Admission.Frontier = DateTimeOffset.UnixEpoch;

        Assert.Equal(HttpStatusCode.SeeOther, turn.StatusCode);
        Assert.Equal("/en/apply", turn.Headers.Location!.OriginalString);
        cookies = keepsCookies ? CookiesOf(turn) : cookies;
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/apply", headers: ("Cookie", cookies))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/apply/2", headers: ("Cookie", cookies))).StatusCode);
        await Eventually.TrueAsync(() => gateway.Admission.Inside.Count >= 1, () => "nobody is said to be inside");
        await gateway.SettledAsync(seen: 4);
        Assert.Equal((1UL, 0UL, 1UL), (
            gateway.Counter.Room(Counter.V1.RoomEventKind.Joined), gateway.Counter.Room(Counter.V1.RoomEventKind.Waited), gateway.Counter.Room(Counter.V1.RoomEventKind.LetIn)));
    }

    [Fact]
    public async Task WhatTheCacheHas_IsAnsweredAtOnceAndTheWaitingPageLinksToIt()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:WaitingRoom:Links:0:Path", "/en/info"), ("Gateway:WaitingRoom:Links:0:Text", "Who may <come>"),
            ("Gateway:WaitingRoom:Links:1:Path", "/en/never"), ("Gateway:WaitingRoom:Links:1:Text", "Not here"));
        gateway.Site = context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=600";
            return TestGateway.Page(context);
        };
        await gateway.VisitAsync("/en/info", Firefox);
        await OpenAsync(gateway);
        gateway.Site = _ => throw new InvalidOperationException("the site was asked");

        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/info")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/info", headers: ("Cache-Control", "max-age=0, must-understand"))).StatusCode);
        var waiting = await gateway.VisitAsync("/en/apply");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
        var page = await waiting.Content.ReadAsStringAsync();
        Assert.Contains("""<li><a href="/en/info">Who may &lt;come&gt;</a></li>""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Not here", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoWasServedByTheSiteBefore_StaysInAndNobodyHadACookieBefore()
    {
        await using var gateway = await TestGateway.StartAsync();
        var before = await gateway.VisitAsync("/en/1", Firefox);
        Assert.False(before.Headers.Contains("Set-Cookie"));
        await OpenAsync(gateway);

        var inside = await gateway.VisitAsync("/en/2", Firefox);
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        Assert.StartsWith("affluence-pass=", Assert.Single(inside.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.VisitAsync("/en/3", "Mozilla/5.0 another")).StatusCode);
    }

    [Theory]
    [InlineData("User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Sec-Fetch-Mode", "no-cors")]
    public async Task BotsAndWhatIsFetchedAhead_HaveNoPlace(string name, string value)
    {
        await using var gateway = await OpenAsync();

        foreach (var path in (string[])["/en/apply", RoomPage.Path])
        {
            if (path == RoomPage.Path && name == "Sec-Fetch-Mode")
            {
                continue;
            }

            var answer = name == "User-Agent" ? await gateway.VisitAsync(path, value) : await gateway.VisitAsync(path, headers: (name, value));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.False(answer.Headers.Contains("Set-Cookie") || answer.Headers.Contains("Refresh"));
        }

        await gateway.Admission.ToldAsync();
        Assert.Empty(gateway.Admission.Waiting);
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.ServiceUnavailable)]
    [InlineData("HEAD", HttpStatusCode.ServiceUnavailable)]
    [InlineData("OPTIONS", HttpStatusCode.NoContent)]
    [InlineData("POST", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PATCH", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", HttpStatusCode.MethodNotAllowed)]
    public async Task RoomsPage_AskedWithEveryMethod_AnswersItselfAndNeverTheSite(string method, HttpStatusCode expected)
    {
        await using var gateway = await OpenAsync();
        gateway.Site = _ => throw new InvalidOperationException("the site was asked");
        using var request = new HttpRequestMessage(new HttpMethod(method), RoomPage.Path);

        var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        if (method is "PUT" or "PATCH" or "DELETE")
        {
            // The guard knows of no such methods, wherever they are sent to.
            Assert.DoesNotContain(method, answer.Content.Headers.Allow);
        }
        else if (expected != HttpStatusCode.ServiceUnavailable)
        {
            Assert.Equal("GET, HEAD, OPTIONS", string.Join(", ", answer.Content.Headers.Allow));
        }
        else
        {
            Assert.Contains("text/html", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
            Assert.NotEqual(method == "HEAD", (await answer.Content.ReadAsByteArrayAsync()).Length > 0);
        }
    }

    [Fact]
    public async Task Program_IsAnsweredInJsonAsDescribed()
    {
        await using var gateway = await OpenAsync();
        gateway.Admission.WaitingPeople = 50;
        await gateway.Admission.ToldAsync();
        using var description = JsonDocument.Parse(await gateway.Client.GetStringAsync(RoomPage.DescriptionPath));
        var described = description.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Place").GetProperty("properties")
            .EnumerateObject().Select(property => property.Name).Order().ToList();

        var first = await AskAsync("/en/apply?x=1");
        Assert.Equal(described, first.EnumerateObject().Select(property => property.Name).Order());
        Assert.False(first.GetProperty("admitted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("wait").ValueKind);
        Assert.Equal("Too few people have been let in lately.", first.GetProperty("waitUnknown").GetString());
        Assert.InRange(first.GetProperty("askAgainInSeconds").GetInt32(), 8, 12);

        // What he is told never grows.
        var before = first.GetProperty("before").GetInt32();
        gateway.Admission.WaitingPeople = 5_000;
        await gateway.Admission.ToldAsync();
        var second = await AskAsync(first.GetProperty("poll").GetString()!);
        Assert.Equal(first.GetProperty("arrivedAt").GetString(), second.GetProperty("arrivedAt").GetString());
        Assert.InRange(second.GetProperty("before").GetInt32(), 0, before);

        gateway.Admission.Frontier = Now.AddMinutes(1);
        await gateway.Admission.ToldAsync();
        var last = await AskAsync(second.GetProperty("poll").GetString()!, HttpStatusCode.OK);
        Assert.True(last.GetProperty("admitted").GetBoolean());
        Assert.Equal("/en/apply?x=1", last.GetProperty("to").GetString());

        async Task<JsonElement> AskAsync(string path, HttpStatusCode expected = HttpStatusCode.ServiceUnavailable)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "application/json" } } };
            var answer = await gateway.Client.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        }
    }

    [Fact]
    public async Task TicketAlteredOrOfAnotherSite_IsANewArrival()
    {
        await using var gateway = await OpenAsync();
        await using var other = await TestGateway.StartAsync(("Gateway:Delivery:SiteId", "other"));
        await OpenAsync(other);
        var ticket = TicketOf(RefreshOf(await gateway.VisitAsync("/en/1")));
        var foreign = TicketOf(RefreshOf(await other.VisitAsync("/en/1")));
        gateway.Admission.Frontier = Now;
        await gateway.Admission.ToldAsync();

        foreach (var none in (string[])[foreign, ticket[..^2] + (ticket[^2] == 'A' ? 'B' : 'A') + ticket[^1], "x", new string('A', 9_000 / 2)])
        {
            var answer = await gateway.VisitAsync($"{RoomPage.Path}?ticket={none}&to=/en/1");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotEqual(ticket, TicketOf(RefreshOf(answer)));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await gateway.VisitAsync($"{RoomPage.Path}?ticket={ticket}&to=/en/1")).StatusCode);
    }

    [Fact]
    public async Task TicketReplayedByAThousandClients_LetsInAsManyNetworksAsOnePersonMayHave()
    {
        await using var gateway = await OpenAsync(("Gateway:TrustedProxies:Networks:0", "127.0.0.1/32"));
        var ticket = TicketOf(RefreshOf(await gateway.VisitAsync("/en/1", forwardedFor: "203.0.113.1")));
        gateway.Admission.Frontier = Now;
        await gateway.Admission.ToldAsync();
        var entered = 0;
        for (var client = 0; client < 1_000; client++)
        {
            var turn = await gateway.VisitAsync($"/en/{client}", $"Mozilla/5.0 {client}", $"198.51.{client % 250}.{client / 250}", ("Cookie", $"affluence-ticket={ticket}"));
            entered += turn.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        // Three networks of four clients here.
        Assert.InRange(entered, 1, 3 * 4);
        await Eventually.TrueAsync(() => gateway.Admission.Inside.Count == 1, () => $"{gateway.Admission.Inside.Count} are said to be inside");
    }

    [Fact]
    public async Task CounterIsAway_LetsInByItsOwnClockInOrderOfArrival()
    {
        await using var gateway = await OpenAsync();
        var first = RefreshOf(await gateway.VisitAsync("/en/1"));
        await Eventually.TrueAsync(() => gateway.Admission.Waiting.Count == 1, () => "nobody waits");
        gateway.Admission.IsAway = true;

        await Eventually.TrueAsync(async () => (await gateway.VisitAsync(first)).StatusCode == HttpStatusCode.SeeOther, () => "nobody is let in");
        var later = RefreshOf(await gateway.VisitAsync("/en/1", "Mozilla/5.0 later"));
        await Eventually.TrueAsync(async () => (await gateway.VisitAsync(later)).StatusCode == HttpStatusCode.SeeOther, () => "who comes later is not let in");

        gateway.Admission.IsAway = false;
        await gateway.Admission.ToldAsync();
        Assert.True(gateway.Admission.Known!.Frontier.ToDateTimeOffset() > gateway.Admission.OpenedAt, "what it let in by is not given back");
    }

    [Fact]
    public async Task GatewaysClockIsHalfAMinuteOff_ArrivalIsByTheCounters()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Admission.Ahead = TimeSpan.FromSeconds(30));
        await gateway.Admission.ToldAsync();
        await OpenAsync(gateway);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/1") { Headers = { { "Accept", "application/json" } } };

        var place = JsonDocument.Parse(await (await gateway.Client.SendAsync(request)).Content.ReadAsStringAsync()).RootElement;

        Assert.InRange(place.GetProperty("arrivedAt").GetDateTimeOffset() - Now, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task Operator_OpensAndClosesAtOnceAndTellsTheCounter()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Management.PostAsync("/waiting-room/open", null)).StatusCode);
        gateway.Management.AsOperator();

        Assert.Contains("\"room\":\"open\"", await PostAsync("open"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.VisitAsync("/en/1")).StatusCode);
        await Eventually.TrueAsync(() => gateway.Admission.Known?.Order?.Kind == Affluence.Admission.V1.OrderKind.Open, () => "the counter is not told");
        Assert.Contains("\"room\":\"closed\"", await PostAsync("close"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/1")).StatusCode);
        Assert.Contains("\"from\":\"2", await PostAsync($"open?at={Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/2")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Management.PostAsync("/waiting-room/open?at=soon", null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Management.PostAsync("/waiting-room/open?at=2999-01-01", null)).StatusCode);

        async Task<string> PostAsync(string order)
        {
            var answer = await gateway.Management.PostAsync($"/waiting-room/{order}", null);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task RoomsCookies_NeverReachTheSite()
    {
        await using var gateway = await TestGateway.StartAsync();
        var seen = string.Empty;
        gateway.Site = context =>
        {
            seen = context.Request.Headers.Cookie.ToString();
            return TestGateway.Page(context);
        };

        await gateway.VisitAsync("/en/1", headers: ("Cookie", "a=1; affluence-ticket=x; affluence-pass=y; b=2"));

        Assert.Equal("a=1; b=2", seen);
    }

    [Fact]
    public async Task FormIsSentWithoutAPass_WaitsForThePageItWasSentFrom()
    {
        await using var gateway = await OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/apply/send")
        {
            Content = new FormUrlEncodedContent([new("name", "value")]),
            Headers = { { "Accept", "text/html" }, { "Referer", gateway.Address + "en/apply" }, { "User-Agent", Firefox } },
        };

        var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.EndsWith("to=%2Fen%2Fapply", RefreshOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/fr/demande", "en", "fr")]
    [InlineData("/en/apply", "fr", "en")]
    [InlineData("/apply", "fr-CA,fr;q=0.9,en;q=0.8", "fr")]
    [InlineData("/apply", "en-CA,en;q=0.9,fr;q=0.8", "en")]
    [InlineData("/apply", "de", "en")]
    public async Task Language_IsThatOfThePageAskedForOrOfTheBrowser(string path, string accepted, string expected)
    {
        await using var gateway = await OpenAsync();

        var answer = await gateway.VisitAsync(path, headers: ("Accept-Language", accepted));

        Assert.Equal(expected, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Contains($"<html lang=\"{expected}\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"lang={expected}", RefreshOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModeIsOff_NobodyWaits()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Admission.OpenedAt = Now, ("Gateway:WaitingRoom:Mode", "Off"));

        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync("/en/1")).StatusCode);
        Assert.Contains("\"off\"", await gateway.Management.GetStringAsync("/waiting-room"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gateway:WaitingRoom:Links:0:Path", "//evil.example", "Gateway:WaitingRoom:Links:0:Path")]
    [InlineData("Gateway:WaitingRoom:Mode", "7", "Gateway:WaitingRoom:Mode")]
    public async Task UnusableSetting_StopsTheStartByName(string key, string value, string named)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => TestGateway.StartAsync((key, value)));

        Assert.Contains(named, exception.ToString(), StringComparison.Ordinal);
    }

    private static async Task<TestGateway> OpenAsync(params (string, string)[] settings) => await OpenAsync(await TestGateway.StartAsync(settings));

    private static async Task<TestGateway> OpenAsync(TestGateway gateway)
    {
        // Whole slots before now: who comes now comes after all who wait since then.
        gateway.Admission.OpenedAt = gateway.Admission.Frontier = Now.AddSeconds(-20);

        // Without a key there are no places: that of today and that of yesterday.
        await Eventually.TrueAsync(() => gateway.Identities.Calls >= 2, () => "the gateway has no identity");
        await gateway.Admission.ToldAsync();
        return gateway;
    }

    private static string RefreshOf(HttpResponseMessage answer) => RefreshAddress().Match(Assert.Single(answer.Headers.GetValues("Refresh"))).Groups[1].Value;

    private static string TicketOf(string address) => TicketInAddress().Match(address).Groups[1].Value;

    private static string CookiesOf(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]));

    [GeneratedRegex("^[0-9]+; url=(.*)$")]
    private static partial Regex RefreshAddress();

    [GeneratedRegex("ticket=([^&]*)")]
    private static partial Regex TicketInAddress();
}
