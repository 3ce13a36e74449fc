using Affluence.Gateway.Cache;
using Affluence.Gateway.Cache.Semantics;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Cache.Semantics;

/// <summary>RFC 9111 section 4.2 and 3, as tables: what a site's header says, and how long its answer is fresh, or whether it is stored at all.</summary>
public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly LifetimePolicy Policy = new(null, TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    [Theory]
    [InlineData("Cache-Control: max-age=60", 60)]
    [InlineData("Cache-Control: max-age=60, s-maxage=5", 5)]
    [InlineData("Cache-Control: max-age=1, s-maxage=60", 60)]
    [InlineData("Cache-Control: max-age=60|Expires: Mon, 30 Nov 2026 11:00:00 GMT", 60)]
    [InlineData("Cache-Control: max-age=0|Expires: Mon, 30 Nov 2026 13:00:00 GMT", 0)]
    [InlineData("Expires: Mon, 30 Nov 2026 12:10:00 GMT", 600)]
    [InlineData("Expires: Mon, 30 Nov 2026 12:10:00 GMT|Date: Mon, 30 Nov 2026 12:09:00 GMT", 60)]
    [InlineData("Expires: Mon, 30 Nov 2026 12:10:00 GMT|Date: foo", 600)]
    [InlineData("Expires: Mon, 30 Nov 2026 12:05:00 GMT|Date: Mon, 30 Nov 2026 12:06:00 GMT", 0)]
    [InlineData("Expires: 0", 0)]
    [InlineData("Last-Modified: Mon, 30 Nov 2026 11:50:00 GMT", 60)]
    [InlineData("Last-Modified: Mon, 30 Nov 2020 12:00:00 GMT", 3600)]
    [InlineData("Last-Modified: Mon, 30 Nov 2026 13:00:00 GMT", 0)]
    [InlineData("CDN-Cache-Control: max-age=60|Cache-Control: max-age=1", 60)]
    [InlineData("CDN-Cache-Control: max-age=1|Cache-Control: max-age=60", 1)]
    [InlineData("CDN-Cache-Control: &&|Cache-Control: max-age=60", 60)]
    [InlineData("CDN-Cache-Control: public|Expires: Mon, 30 Nov 2026 12:10:00 GMT", 0)]
    public void Lifetime(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Freshness.Of(Response(200, header), Policy).Lifetime);

    [Theory]
    [InlineData("Age: 30", 30)]
    [InlineData("Age: 30, 60", 30)]
    [InlineData("Age: abc", 0)]
    [InlineData("Age: -30", 0)]
    [InlineData("Age: 30.0", 0)]
    [InlineData("Age: 99999999999999999999", int.MaxValue)]
    [InlineData("Date: Mon, 30 Nov 2026 11:59:00 GMT", 60)]
    [InlineData("Date: Mon, 30 Nov 2026 11:59:00 GMT|Age: 10", 60)]
    [InlineData("Date: Mon, 30 Nov 2026 11:59:00 GMT|Age: 90", 90)]
    [InlineData("Date: Mon, 30 Nov 2026 13:00:00 GMT", 0)]
    [InlineData("Date: Mon, 30 Nov 2026 13:00:00 GMT|Age: 5", 5)]
    public void Age_OfTheHeader(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Freshness.Of(Response(200, header), Policy).InitialAge);

    [Fact]
    public void Age_OfALateAnswer_BeginsWhenItWasAskedFor() => Assert.Equal(
        TimeSpan.FromSeconds(7),
        Freshness.Of(new ResponseFacts(200, Headers("Age: 4"), Now.AddSeconds(-3), Now), Policy).InitialAge);

    [Theory]
    [InlineData("max-age=60", 86_400)]
    [InlineData("max-age=60, stale-if-error=5", 5)]
    [InlineData("max-age=60, stale-if-error=0", 0)]
    [InlineData("max-age=60, must-revalidate, stale-if-error=5", 0)]
    [InlineData("max-age=60, proxy-revalidate", 0)]
    [InlineData("s-maxage=60", 0)]
    [InlineData("no-cache", 0)]
    public void Grace(string control, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Freshness.Of(Response(200, "Cache-Control: " + control), Policy).Grace);

    [Theory]
    // What the site says of the answer.
    [InlineData(true, 200, "Cache-Control: max-age=60", "")]
    [InlineData(true, 200, "Cache-Control: no-cache, max-age=0", "")]
    [InlineData(false, 200, "Cache-Control: no-store, max-age=60", "")]
    [InlineData(false, 200, "Cache-Control: private, max-age=60", "")]
    [InlineData(true, 200, "Cache-Control: private=\"a\", max-age=60", "")]
    [InlineData(true, 200, "Cache-Control: no-store|CDN-Cache-Control: max-age=60", "")]
    [InlineData(false, 200, "Cache-Control: max-age=60|CDN-Cache-Control: no-store", "")]
    [InlineData(false, 200, "Cache-Control: max-age=60|CDN-Cache-Control: private", "")]
    [InlineData(true, 200, "Cache-Control: no-store, must-understand, max-age=60", "")]
    [InlineData(false, 299, "Cache-Control: no-store, must-understand, max-age=60", "")]
    [InlineData(false, 200, "Cache-Control: max-age=60|Set-Cookie: a=b", "")]
    // Nothing that lets it be used again.
    [InlineData(false, 200, "Content-Type: text/html", "")]
    [InlineData(true, 200, "ETag: \"a\"", "")]
    [InlineData(false, 200, "ETag: \"a\"", "Cookie: a=b")]
    [InlineData(true, 200, "ETag: \"a\"|Cache-Control: public", "Cookie: a=b")]
    [InlineData(true, 200, "Cache-Control: max-age=60", "Cookie: a=b")]
    // Statuses.
    [InlineData(true, 404, "ETag: \"a\"", "")]
    [InlineData(false, 201, "ETag: \"a\"", "")]
    [InlineData(false, 403, "ETag: \"a\"", "")]
    [InlineData(false, 503, "ETag: \"a\"", "")]
    [InlineData(true, 503, "Cache-Control: max-age=60", "")]
    [InlineData(true, 599, "ETag: \"a\"|Cache-Control: public", "")]
    [InlineData(false, 206, "Cache-Control: max-age=60", "")]
    [InlineData(false, 304, "Cache-Control: max-age=60", "")]
    // What was asked.
    [InlineData(false, 200, "Cache-Control: max-age=60", "Authorization: x")]
    [InlineData(true, 200, "Cache-Control: max-age=60, public", "Authorization: x")]
    [InlineData(true, 200, "Cache-Control: s-maxage=60", "Authorization: x")]
    [InlineData(true, 200, "Cache-Control: max-age=60, must-revalidate", "Authorization: x")]
    [InlineData(false, 200, "Cache-Control: max-age=60", "Cache-Control: no-store")]
    public void Storing(bool allowed, int status, string response, string request)
    {
        var asked = Headers(request);
        var facts = new RequestFacts(CacheControl.Parse(asked.CacheControl), asked.Authorization.Count > 0, asked.Cookie.Count > 0);

        Assert.Equal(allowed, Storability.Allows(facts, Response(status, response), null));
    }

    [Fact]
    public void Rule_ForASilentSite_GivesALifetime()
    {
        var rule = new CacheRule { Path = "/en/*", Lifetime = TimeSpan.FromMinutes(1), StripSetCookie = true };
        var silent = Response(200, "Set-Cookie: a=b");

        Assert.True(Storability.Allows(new RequestFacts(CacheControl.Nothing, false, false), silent, rule));
        Assert.Equal(TimeSpan.FromMinutes(1), Freshness.Of(silent, Policy with { Lifetime = rule.Lifetime }).Lifetime);
        Assert.Equal(TimeSpan.FromSeconds(5), Freshness.Of(Response(200, "Cache-Control: max-age=5"), Policy with { Lifetime = rule.Lifetime }).Lifetime);
    }

    [Theory]
    [InlineData(0, "", nameof(ReuseKind.Fresh))]
    [InlineData(59, "", nameof(ReuseKind.Fresh))]
    [InlineData(60, "", nameof(ReuseKind.StaleWhileRevalidate))]
    [InlineData(89, "", nameof(ReuseKind.StaleWhileRevalidate))]
    [InlineData(90, "", nameof(ReuseKind.Validate))]
    [InlineData(10, "max-age=10", nameof(ReuseKind.Fresh))]
    [InlineData(11, "max-age=10", nameof(ReuseKind.ValidateByWish))]
    [InlineData(50, "min-fresh=10", nameof(ReuseKind.Fresh))]
    [InlineData(51, "min-fresh=10", nameof(ReuseKind.ValidateByWish))]
    [InlineData(0, "no-cache", nameof(ReuseKind.ValidateByWish))]
    [InlineData(70, "no-cache", nameof(ReuseKind.Validate))]
    [InlineData(100, "max-stale=40", nameof(ReuseKind.StaleByWish))]
    [InlineData(101, "max-stale=40", nameof(ReuseKind.Validate))]
    [InlineData(10_000, "max-stale", nameof(ReuseKind.StaleByWish))]
    [InlineData(70, "min-fresh=1", nameof(ReuseKind.Validate))]
    public void Reusing(int age, string request, string kind)
    {
        var freshness = Freshness.Of(Response(200, "Cache-Control: max-age=60, stale-while-revalidate=30"), Policy);

        Assert.Equal(kind, Reuse.Judge(freshness, TimeSpan.FromSeconds(age), CacheControl.Parse(request)).ToString());
    }

    [Theory]
    [InlineData("max-age=60, must-revalidate, stale-while-revalidate=30")]
    [InlineData("s-maxage=60, stale-while-revalidate=30")]
    [InlineData("max-age=60, proxy-revalidate, stale-while-revalidate=30")]
    public void Reusing_WhatMayNeverBeStale_AsksTheSite(string control)
    {
        var freshness = Freshness.Of(Response(200, "Cache-Control: " + control), Policy);

        Assert.Equal(ReuseKind.Validate, Reuse.Judge(freshness, TimeSpan.FromSeconds(61), CacheControl.Parse("max-stale")));
        Assert.False(Reuse.IsAllowedOnError(freshness, TimeSpan.FromSeconds(61)));
    }

    private static ResponseFacts Response(int status, string header) => new(status, Headers(header), Now, Now);

    private static IHeaderDictionary Headers(string lines)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var line in lines.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Append(line[..colon], line[(colon + 2)..]);
        }

        return headers;
    }
}
