using System.Globalization;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Cache;

/// <summary>What visitors get of what is stored, over sockets, before a site that counts its requests.</summary>
public sealed class ReuseTests
{
    private static readonly (string, string) Minute = ("Cache-Control", "max-age=60");

    [Fact]
    public async Task Fresh_IsGivenWithItsAge_AndTheSiteIsNotAsked()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("X-Page", "a"));

        var first = await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await cache.GetAsync();

        Assert.Equal(("answer 1", "affluence; fwd=uri-miss; fwd-status=200; stored", null), (first.Body, first.CacheStatus, first.Field("Age")));
        Assert.Equal(("answer 1", "affluence; hit; ttl=55", "5", "a"), (second.Body, second.CacheStatus, second.Field("Age"), second.Field("X-Page")));
        Assert.Equal(first.Field("Date"), second.Field("Date"));
        Assert.Single(cache.Asked);
    }

    [Fact]
    public async Task Stale_IsConfirmedByTheSite_AndItsFieldsRenewed()
    {
        await using var cache = await CachingGateway.StartAsync();
        var version = 0;
        cache.Answer = context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.Headers.ETag = "\"a\"";
            context.Response.Headers["X-Version"] = $"{++version}";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"a\"" ? 304 : 200;
            return Task.CompletedTask;
        };

        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        var second = await cache.GetAsync();
        var third = await cache.GetAsync();

        Assert.Equal((200, "answer 1", "2", "affluence; fwd=stale; fwd-status=304; stored"), (second.Status, second.Body, second.Field("X-Version"), second.CacheStatus));
        Assert.Equal(("answer 1", "2", "affluence; hit; ttl=60"), (third.Body, third.Field("X-Version"), third.CacheStatus));
        Assert.Equal(2, cache.Asked.Count);
    }

    [Fact]
    public async Task Confirmation_OfAnotherPage_IsNotBelieved()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.Answer = context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.Headers.ETag = cache.Asked.Count == 1 ? "\"a\"" : "\"b\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch.Count > 0 ? 304 : 200;
            return Task.CompletedTask;
        };

        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        var second = await cache.GetAsync();

        Assert.Equal((200, "answer 3", "\"b\""), (second.Status, second.Body, second.Field("ETag")));
        Assert.DoesNotContain("If-None-Match", cache.Asked[2].Keys);
    }

    [Fact]
    public async Task Confirmation_ThatNobodyAskedFor_IsAFaultOfTheSite()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.Answer = context =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        };

        Assert.Equal(502, (await cache.GetAsync()).Status);
        Assert.Equal(502, (await cache.GetAsync("/en", ("If-None-Match", "\"a\""))).Status);
    }

    [Fact]
    public async Task Conditions_OfAVisitor_AreComparedHereAndNotPassedOn()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("ETag", "\"a\""), ("Content-Language", "en"));

        var miss = await cache.GetAsync("/en", ("If-None-Match", "\"a\""));
        var hit = await cache.GetAsync("/en", ("If-None-Match", "\"a\""));
        var other = await cache.GetAsync("/en", ("If-None-Match", "\"b\""));

        Assert.Equal((304, 304, 200), (miss.Status, hit.Status, other.Status));
        Assert.Equal(("\"a\"", "max-age=60", null, ""), (hit.Field("ETag"), hit.Field("Cache-Control"), hit.Field("Content-Language"), hit.Body));
        Assert.DoesNotContain("If-None-Match", cache.Asked.Single().Keys);
    }

    [Fact]
    public async Task Conditions_ThatOnlyTheSiteCanCompare_ReachIt()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        await cache.GetAsync();

        var reply = await cache.GetAsync("/en", ("If-Match", "\"a\""));

        Assert.Equal("affluence; fwd=bypass; fwd-status=200", reply.CacheStatus);
        Assert.Equal("\"a\"", cache.Asked[1]["If-Match"]);
    }

    [Fact]
    public async Task Ranges_AreTakenFromWhatIsStored()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("ETag", "\"a\""));

        var miss = await cache.GetAsync("/en", ("Range", "bytes=0-5"));
        var tail = await cache.GetAsync("/en", ("Range", "bytes=-1"), ("If-Range", "\"a\""));
        var other = await cache.GetAsync("/en", ("Range", "bytes=-1"), ("If-Range", "\"b\""));
        var beyond = await cache.GetAsync("/en", ("Range", "bytes=8-"));

        Assert.Equal((206, "answer", "bytes 0-5/8"), (miss.Status, miss.Body, miss.Field("Content-Range")));
        Assert.Equal((206, "1", "bytes 7-7/8"), (tail.Status, tail.Body, tail.Field("Content-Range")));
        Assert.Equal((200, "answer 1"), (other.Status, other.Body));
        // Whoever stores what it says of the page would give an empty answer to all.
        Assert.Equal((416, "", "bytes */8", null, null), (beyond.Status, beyond.Body, beyond.Field("Content-Range"), beyond.Field("Cache-Control"), beyond.Field("ETag")));
        Assert.DoesNotContain("Range", cache.Asked.Single().Keys);
    }

    [Fact]
    public async Task Head_IsAnsweredFromTheStoredPage_AndStoresNothing()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);

        var before = await cache.SendAsync(HttpMethod.Head, "/en");
        await cache.GetAsync();
        var after = await cache.SendAsync(HttpMethod.Head, "/en");

        Assert.Equal("affluence; fwd=uri-miss; fwd-status=200", before.CacheStatus);
        Assert.Equal(("affluence; hit; ttl=60", "8", ""), (after.CacheStatus, after.Field("Content-Length"), after.Body));
        Assert.Equal(2, cache.Asked.Count);
    }

    [Fact]
    public async Task Variants_AreKeptApart_AndBesideEachOther()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("Vary", "Accept-Language, X-Kind"));

        var english = await cache.GetAsync("/", ("Accept-Language", "en, fr;q=0.5"));
        var french = await cache.GetAsync("/", ("Accept-Language", "fr"));
        var again = await cache.GetAsync("/", ("Accept-Language", "fr;q=0.5,  EN"));
        var kind = await cache.GetAsync("/", ("Accept-Language", "fr"), ("X-Kind", "a"));

        Assert.Equal(("answer 1", "answer 2", "answer 1", "answer 3"), (english.Body, french.Body, again.Body, kind.Body));
        Assert.Equal("affluence; fwd=vary-miss; fwd-status=200; stored", french.CacheStatus);
    }

    [Theory]
    [InlineData("private, max-age=60")]
    [InlineData("no-store")]
    [InlineData("max-age=60", "Vary", "*")]
    [InlineData("max-age=60", "Set-Cookie", "a=b")]
    public async Task Answers_OfWhichTheSiteSaysSo_AreForOneVisitor(string control, string name = "X", string value = "x")
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", control), (name, value));

        var first = await cache.GetAsync();
        var second = await cache.GetAsync();

        Assert.Equal(("answer 1", "answer 2", value), (first.Body, second.Body, second.Field(name)));
    }

    [Fact]
    public async Task Authorization_TheAnswerIsForWhoGaveIt_UnlessTheSiteSaysPublic()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        await cache.GetAsync("/mine", ("Authorization", "x"));
        Assert.Equal("answer 2", (await cache.GetAsync("/mine")).Body);

        cache.AnswerWith(("Cache-Control", "public, max-age=60"));
        await cache.GetAsync("/ours", ("Authorization", "x"));
        Assert.Equal("answer 3", (await cache.GetAsync("/ours")).Body);
    }

    [Fact]
    public async Task Rule_ForASilentSite_StoresAndTakesTheCookieOut()
    {
        await using var cache = await CachingGateway.StartAsync(
            ("Gateway:Cache:Rules:0:Path", "/en/*"), ("Gateway:Cache:Rules:0:Lifetime", "00:01:00"), ("Gateway:Cache:Rules:0:StripSetCookie", "true"));
        cache.AnswerWith(("Set-Cookie", "a=b"));

        await cache.GetAsync("/en/visit");
        var second = await cache.GetAsync("/en/visit");

        Assert.Equal(("answer 1", null, "affluence; hit; ttl=60"), (second.Body, second.Field("Set-Cookie"), second.CacheStatus));
        await cache.GetAsync("/fr/visite");
        Assert.Equal("answer 3", (await cache.GetAsync("/fr/visite")).Body);
    }

    [Fact]
    public async Task Change_ByAnUnsafeMethod_TakesOutWhatItChanged()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("Location", "/list"), ("Content-Location", "http://elsewhere.example/other"));
        await cache.GetAsync("/form");
        await cache.GetAsync("/list");
        await cache.GetAsync("/other");

        cache.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await cache.SendAsync(HttpMethod.Post, "/form");
        Assert.Equal("answer 1", (await cache.GetAsync("/form")).Body);

        cache.AnswerWith(Minute, ("Location", "/list"), ("Content-Location", "http://elsewhere.example/other"));
        await cache.SendAsync(HttpMethod.Delete, "/form");

        Assert.Equal(("answer 6", "answer 7", "answer 3"), ((await cache.GetAsync("/form")).Body, (await cache.GetAsync("/list")).Body, (await cache.GetAsync("/other")).Body));
    }

    [Fact]
    public async Task Fields_OfOneConnection_AreNotStored()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute, ("Connection", "X-Hop"), ("X-Hop", "1"), ("Keep-Alive", "timeout=5"), ("Proxy-Authenticate", "Basic"), ("X-Page", "1"), ("Cache-Control", "no-cache=\"X-Secret\""), ("X-Secret", "1"));

        await cache.GetAsync();
        var hit = await cache.GetAsync();

        Assert.Equal(("1", "affluence; hit; ttl=60"), (hit.Field("X-Page"), hit.CacheStatus));
        Assert.All(["X-Hop", "Keep-Alive", "Proxy-Authenticate", "X-Secret"], name => Assert.Null(hit.Field(name)));
    }

    [Theory]
    [InlineData("/en/x.css", "/en/x.css/..;/")]
    [InlineData("/en/x.css", "/en/x%2ecss")]
    [InlineData("/en/x.css", "/EN/x.css")]
    [InlineData("/en/a/b", "/en/a%2fb")]
    [InlineData("/en", "/en?")]
    [InlineData("/en?a=1&b=2", "/en?b=2&a=1")]
    [InlineData("/en", "//en")]
    public async Task Targets_ThatAreWrittenOtherwise_AreOthers(string first, string second)
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        const string End = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        await cache.Gateway.SendRawAsync("GET " + first + End);
        var answer = await cache.Gateway.SendRawAsync("GET " + second + End);

        Assert.Contains("fwd=uri-miss", answer, StringComparison.Ordinal);
        Assert.Equal(2, cache.Asked.Count);
    }

    [Fact]
    public async Task Poison_FieldsThatAreNoPartOfTheKey_NeverReachTheSite()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        string[] names =
        [
            "X-Forwarded-Host", "X-Forwarded-Scheme", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "X-Host", "X-Scheme", "Front-End-Https",
            "X-HTTP-Method-Override", "Forwarded", "X_Forwarded_Host", "X-Forwarded",
        ];

        await cache.GetAsync("/en", [.. names.Select(name => (name, "evil.example"))]);

        Assert.DoesNotContain(cache.Asked.Single(), field => field.Value.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scheme_OfTheVisitor_IsPartOfTheKey()
    {
        await using var cache = await CachingGateway.StartAsync(("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));
        cache.AnswerWith(Minute);

        await cache.GetAsync("/en", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1"));
        var plain = await cache.GetAsync("/en", ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "192.0.2.1"));
        var secure = await cache.GetAsync("/en", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.2"));

        Assert.Equal(("answer 2", "answer 1"), (plain.Body, secure.Body));
    }

    [Fact]
    public async Task Body_InAGet_IsNoMatterForACache()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        await cache.GetAsync();

        var answer = await cache.Gateway.SendRawAsync("GET /en HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");

        Assert.Contains("fwd=bypass", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reloads_OfManyVisitors_ReachTheSiteOnceASecond_AndNotWhileItIsInTrouble()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(Minute);
        await cache.GetAsync();
        for (var reload = 0; reload < 20; reload++)
        {
            cache.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await cache.GetAsync("/en", ("Cache-Control", "max-age=0"));
        }

        Assert.InRange(cache.Asked.Count, 2, 3);

        cache.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        cache.Clock.Advance(TimeSpan.FromSeconds(2));
        var asked = cache.Asked.Count;
        for (var reload = 0; reload < 5; reload++)
        {
            cache.Clock.Advance(TimeSpan.FromSeconds(1.5));
            Assert.Equal(200, (await cache.GetAsync("/en", ("Cache-Control", "no-cache"))).Status);
        }

        Assert.Equal(asked + 1, cache.Asked.Count);
    }

    [Theory]
    [InlineData("Honour", "max-age=0", "answer 2")]
    [InlineData("Honour", "no-store", "answer 2")]
    [InlineData("Ignore", "max-age=0", "answer 1")]
    [InlineData("Ignore", "no-cache", "answer 1")]
    public async Task Directives_ByPolicy(string policy, string control, string body)
    {
        await using var cache = await CachingGateway.StartAsync(("Gateway:Cache:RequestDirectives", policy));
        cache.AnswerWith(Minute);
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(body, (await cache.GetAsync("/en", ("Cache-Control", control))).Body);
    }

    [Fact]
    public async Task OnlyIfCached_Honoured_AsksNobody()
    {
        await using var cache = await CachingGateway.StartAsync(("Gateway:Cache:RequestDirectives", "Honour"));

        Assert.Equal(504, (await cache.GetAsync("/en", ("Cache-Control", "only-if-cached"))).Status);
        Assert.Empty(cache.Asked);
    }

    [Fact]
    public async Task Targeted_DirectivesForUs_TakeThePlaceOfThoseForAll()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "no-store"), ("CDN-Cache-Control", "max-age=60"));

        await cache.GetAsync();

        Assert.Equal("affluence; hit; ttl=60", (await cache.GetAsync()).CacheStatus);
    }

    [Fact]
    public async Task Statuses_OfTheSite_AreStoredWithTheirPages()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.Answer = context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
            context.Response.Headers.CacheControl = "max-age=60";
            return Task.CompletedTask;
        };

        foreach (var status in new[] { 204, 301, 404, 410, 503 })
        {
            await cache.GetAsync($"/{status}");
            var hit = await cache.GetAsync($"/{status}");
            Assert.Equal((status, "affluence; hit; ttl=60"), (hit.Status, hit.CacheStatus));
        }
    }
}
