using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Cache;

/// <summary>A stale page is better than none, unless the site says that it is not.</summary>
public sealed class StaleTests
{
    [Fact]
    public async Task WhileRevalidating_TheStalePageIsGiven_AndTheNextVisitorGetsTheNew()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "max-age=60, stale-while-revalidate=30"));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(70));

        var stale = await cache.GetAsync();

        Assert.Equal(("answer 1", "affluence; hit; ttl=-10", "70"), (stale.Body, stale.CacheStatus, stale.Field("Age")));
        await Eventually.TrueAsync(async () => (await cache.GetAsync()).Body == "answer 2", () => "The page was not asked for anew.");
        Assert.Equal(2, cache.Asked.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Fault_OfTheSite_IsAnsweredWithTheStalePage(int status)
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        cache.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        var stale = await cache.GetAsync();

        Assert.Equal((200, "answer 1", $"affluence; fwd=stale; fwd-status={status}"), (stale.Status, stale.Body, stale.CacheStatus));

        // It is asked again once a second, and by nobody who has to wait for it.
        var second = await cache.GetAsync();
        Assert.Equal(("answer 1", 2), (second.Body, cache.Asked.Count));
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        cache.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("answer 3", (await cache.GetAsync()).Body);
    }

    [Fact]
    public async Task Site_Away_TheStalePageIsGiven()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromHours(23));
        await cache.Gateway.StopSiteAsync();

        var stale = await cache.GetAsync();
        Assert.Equal((200, "answer 1", "affluence; fwd=stale; detail=unreachable"), (stale.Status, stale.Body, stale.CacheStatus));

        cache.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(502, (await cache.GetAsync()).Status);
    }

    [Theory]
    [InlineData("max-age=60, must-revalidate")]
    [InlineData("s-maxage=60")]
    [InlineData("max-age=60, stale-if-error=0")]
    [InlineData("no-cache, max-age=60")]
    public async Task Site_Away_WhatMayNotBeGivenStaleIsNot(string control)
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", control), ("ETag", "\"a\""));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        await cache.Gateway.StopSiteAsync();

        Assert.Equal(502, (await cache.GetAsync()).Status);
    }

    [Fact]
    public async Task Site_Frozen_VisitorsWaitForItNoLongerThanTheirPatience()
    {
        await using var cache = await CachingGateway.StartAsync(("Gateway:Cache:StalePatience", "00:00:02"));
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        var gate = new TaskCompletionSource();
        cache.Answer = context => gate.Task;

        var first = cache.GetAsync();
        await Eventually.TrueAsync(() => cache.Asked.Count == 2, () => "Nobody asked the site.");
        await Eventually.TrueAsync(
            () =>
            {
                cache.Clock.Advance(TimeSpan.FromSeconds(1));
                return first.IsCompleted;
            },
            () => "The first visitor waits on.");

        // Whoever comes later knows that, and does not wait at all.
        var (stale, second) = (await first, await cache.GetAsync());
        Assert.Equal(("answer 1", "affluence; fwd=stale; detail=slow"), (stale.Body, stale.CacheStatus));
        Assert.Equal("answer 1", second.Body);
        Assert.Equal(2, cache.Asked.Count);
        gate.SetResult();
    }

    [Fact]
    public async Task Fault_OfAColdPage_IsToldToAllWhoWait()
    {
        await using var cache = await CachingGateway.StartAsync(("Gateway:Site:Timeout", "00:00:00.3"));
        cache.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cache.GetAsync()));

        Assert.All(replies, reply => Assert.Equal(504, reply.Status));
        await cache.Gateway.SettledAsync(10);
    }

    [Fact]
    public async Task Page_ThatIsNoLongerThere_IsNotGivenStale()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        await cache.GetAsync();
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        cache.Answer = context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        Assert.Equal(404, (await cache.GetAsync()).Status);
        await cache.Gateway.StopSiteAsync();

        Assert.Equal(502, (await cache.GetAsync()).Status);
    }
}
