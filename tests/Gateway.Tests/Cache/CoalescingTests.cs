using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Cache;

/// <summary>One request to the site for all who want the same, and no waiting where that is not possible.</summary>
public sealed class CoalescingTests
{
    private const int Crowd = 100;

    [Fact]
    public async Task ColdPage_AskedForByAThousandAtOnce_IsFetchedOnce()
    {
        await using var cache = await CachingGateway.StartAsync();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            await gate.Task;
        };

        var visits = Enumerable.Range(0, 1_000).Select(_ => cache.GetAsync()).ToList();
        await Eventually.TrueAsync(() => cache.PendingVisits == visits.Count, () => $"Only {cache.PendingVisits} came.");
        gate.SetResult();
        var replies = await Task.WhenAll(visits);

        Assert.All(replies, reply => Assert.Equal((200, "answer 1"), (reply.Status, reply.Body)));
        Assert.Single(cache.Asked);
    }

    [Fact]
    public async Task PrivatePage_AskedForByManyAtOnce_IsFetchedForEachAtOnce()
    {
        await using var cache = await CachingGateway.StartAsync();
        var gate = new TaskCompletionSource();
        var rest = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "private";
            await (cache.Asked.Count == 1 ? gate : rest).Task;
        };

        var visits = Enumerable.Range(0, Crowd).Select(_ => cache.GetAsync()).ToList();
        await Eventually.TrueAsync(() => cache.Asked.Count == 1, () => "Nobody asked the site.");
        gate.SetResult();

        // All the others are under way together: none of them waits for another.
        await Eventually.TrueAsync(() => cache.Asked.Count == Crowd, () => $"Only {cache.Asked.Count} asked the site.");
        rest.SetResult();
        Assert.Equal(Crowd, (await Task.WhenAll(visits)).Select(reply => reply.Body).Distinct().Count());
    }

    [Fact]
    public async Task PrivatePage_KnownAsSuch_IsWaitedForByNobody()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "private"));
        await cache.GetAsync();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "private";
            await gate.Task;
        };

        var visits = Enumerable.Range(0, 10).Select(_ => cache.GetAsync()).ToList();
        await Eventually.TrueAsync(() => cache.Asked.Count == 11, () => $"Only {cache.Asked.Count} asked the site.");
        gate.SetResult();
        await Task.WhenAll(visits);
    }

    [Fact]
    public async Task Leader_WhoLeaves_LeavesTheRequestToThoseWhoWait()
    {
        await using var cache = await CachingGateway.StartAsync();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            await gate.Task.WaitAsync(context.RequestAborted);
        };

        using var leaving = new CancellationTokenSource();
        var leader = cache.Gateway.Client.GetAsync("/en", leaving.Token);
        await Eventually.TrueAsync(() => cache.Asked.Count == 1, () => "Nobody asked the site.");
        var waiter = cache.GetAsync("/en", ("X-Waiter", "1"));
        await Eventually.TrueAsync(() => cache.PendingVisits == 2, () => "The waiter did not come.");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        gate.SetResult();

        Assert.Equal((200, "answer 1"), await waiter is var reply ? (reply.Status, reply.Body) : default);
        Assert.Single(cache.Asked);
    }

    [Fact]
    public async Task Leader_WhoLeavesAlone_TakesTheRequestWithHim()
    {
        await using var cache = await CachingGateway.StartAsync();
        var cancelled = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            using var registration = context.RequestAborted.Register(cancelled.SetResult);
            await cancelled.Task;
        };

        using var leaving = new CancellationTokenSource();
        var leader = cache.Gateway.Client.GetAsync("/en", leaving.Token);
        await Eventually.TrueAsync(() => cache.Asked.Count == 1, () => "Nobody asked the site.");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await cancelled.Task.WaitAsync(Eventually.Limit);
    }

    [Fact]
    public async Task Variants_OfAPageThatNobodyKnewToVary_AreFetchedForEach()
    {
        await using var cache = await CachingGateway.StartAsync();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.Headers.Vary = "X-Kind";
            await gate.Task;
            await context.Response.WriteAsync(context.Request.Headers["X-Kind"].ToString());
        };

        var visits = Enumerable.Range(0, 30).Select(visit => cache.GetAsync("/en", ("X-Kind", $"{visit % 3}"))).ToList();
        await Eventually.TrueAsync(() => cache.PendingVisits == 30, () => "Not all came.");
        gate.SetResult();
        var replies = await Task.WhenAll(visits);

        Assert.Equal(Enumerable.Range(0, 30).Select(visit => $"{visit % 3}"), replies.Select(reply => reply.Body));

        Assert.Equal(3, cache.Asked.Count);
    }

    [Fact]
    public async Task Change_WhileAPageIsFetched_KeepsItOutOfTheStore()
    {
        await using var cache = await CachingGateway.StartAsync();
        var gate = new TaskCompletionSource();
        cache.Answer = async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            if (HttpMethods.IsGet(context.Request.Method))
            {
                await gate.Task;
            }
        };

        var old = cache.GetAsync();
        await Eventually.TrueAsync(() => cache.Asked.Count == 1, () => "Nobody asked the site.");
        await cache.SendAsync(HttpMethod.Post, "/en");
        gate.SetResult();

        Assert.Equal("answer 1", (await old).Body);
        Assert.Equal("answer 3", (await cache.GetAsync()).Body);
    }
}
