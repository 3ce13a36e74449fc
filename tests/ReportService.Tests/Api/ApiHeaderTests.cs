using System.Net;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Api;

/// <summary>What every answer of the API says to browsers and caches.</summary>
public class ApiHeaderTests(SharedReport report) : IClassFixture<SharedReport>
{
    [Theory]
    [InlineData("/api/v1/snapshots/current", 200, "public, max-age=1")]
    [InlineData("/api/v1/snapshots?from=2016-11-08T22:00&to=2016-11-08T22:10", 200, "public, max-age=1")]
    [InlineData("/api/v1/snapshots?from=2016-11-08T22:00&to=2016-11-08T22:10&format=csv", 200, "public, max-age=1")]
    [InlineData("/api/v1/surges", 200, "public, max-age=1")]
    [InlineData("/api/v1/fairness", 200, "public, max-age=1")]
    [InlineData("/api/v1/annotations", 200, "public, max-age=1")]
    [InlineData("/api/v1/bulletins", 200, "public, max-age=1")]
    [InlineData("/api/v1/site", 200, "public, max-age=1")]
    [InlineData("/openapi/v1.json", 200, "public, max-age=1")]
    [InlineData("/api/v1/stream", 200, "no-store, no-cache")]
    // The minute is not over, and none of its kind is on record yet.
    [InlineData("/api/v1/snapshots/2016-11-08T23:01", 404, "no-store")]
    [InlineData("/api/v1/snapshots/2016-10-01T12:00", 404, "no-store")]
    [InlineData("/api/v1/snapshots/yesterday", 400, "no-store")]
    [InlineData("/api/v1/bulletins/7", 404, "no-store")]
    [InlineData("/api/v1/nothing", 404, "no-store")]
    public async Task EveryAnswer_WhoeverAsks_IsReadableEverywhereAndSaysHowLongItHolds(string address, int status, string cacheControl)
    {
        // Without an Origin too: a shared cache keeps what it was given first.
        using var response = await report.Host.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(cacheControl, response.Headers.CacheControl?.ToString());
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("ETag", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_OfAConditionalRead_IsAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/snapshots/current");
        request.Headers.TryAddWithoutValidation("Origin", "https://news.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "GET");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "if-none-match");

        using var response = await report.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("GET, HEAD", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData("POST", "/api/v1/annotations")]
    [InlineData("DELETE", "/api/v1/annotations/1")]
    [InlineData("GET", "/api/v1/alerts")]
    public async Task WhatOperatorsDo_IsForNoOtherSite_AndKeptByNobody(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.TryAddWithoutValidation("Origin", "https://news.example");

        using var response = await report.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }
}
