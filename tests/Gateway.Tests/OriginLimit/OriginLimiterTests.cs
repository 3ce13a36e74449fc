using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Affluence.Counter.V1;
using Affluence.Gateway.OriginLimit;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.OriginLimit;

/// <summary>The limit in a gateway, between real sockets.</summary>
public sealed class OriginLimiterTests
{
    private static readonly (string, string)[] OneAtOnce =
    [
        ("Gateway:OriginLimit:Initial", "1"),
        ("Gateway:OriginLimit:Max", "1"),
        ("Gateway:OriginLimit:QueueLength", "1"),
    ];

    [Fact]
    public async Task SiteIsFull_IsRefusedWith503RetryAfterAndCauseShed()
    {
        await using var gateway = await TestGateway.StartAsync(OneAtOnce);
        var (reached, release) = HoldSite(gateway);

        var first = gateway.VisitAsync("/en/1");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var second = gateway.VisitAsync("/en/2");
        await Eventually.TrueAsync(async () => (await StatusAsync(gateway)).Queued == 1, () => "nobody waits for a turn");
        var third = await gateway.VisitAsync("/en/3");
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), third.Headers.RetryAfter!.Delta);
        Assert.Contains("<html", await third.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        var wasServed = (await second).StatusCode == HttpStatusCode.OK;
        await gateway.SettledAsync(seen: 3);
        Assert.Equal(wasServed ? 2UL : 1UL, gateway.Counter.ServedPageViews);
        Assert.Equal(wasServed ? 1UL : 2UL, gateway.Counter.RefusedPageViews(RefusalCause.Shed));
    }

    [Fact]
    public async Task ClientLeavesTheQueue_SiteIsNeverAsked()
    {
        await using var gateway = await TestGateway.StartAsync(OneAtOnce);
        var (reached, release) = HoldSite(gateway);
        var first = gateway.VisitAsync();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        using (var client = new HttpClient { BaseAddress = gateway.Address })
        {
            using var patience = new CancellationTokenSource();
            var second = client.GetAsync("/never", patience.Token);
            await Eventually.TrueAsync(async () => (await StatusAsync(gateway)).Queued == 1, () => "nobody waits for a turn");
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }

        await Eventually.TrueAsync(async () => (await StatusAsync(gateway)).Queued == 0, () => "who left waits still");
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        await gateway.SettledAsync(seen: 2);
        Assert.Equal(0, (await StatusAsync(gateway)).InFlight);
    }

    [Fact]
    public async Task SiteIsGone_IsAskedOnceASecondAndRefusedAsUnreachable()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.StopSiteAsync();
        for (var visit = 0; visit < OriginPresence.Failures; visit++)
        {
            Assert.Equal(HttpStatusCode.BadGateway, (await gateway.VisitAsync()).StatusCode);
        }

        Assert.Equal(("away", "unreachable"), ((await StatusAsync(gateway)).Site, (await StatusAsync(gateway)).Cause));
        const int Visits = 100;
        var askedToComeBack = 0;
        for (var visit = 0; visit < Visits; visit++)
        {
            var answer = await gateway.VisitAsync();
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            askedToComeBack += answer.Headers.RetryAfter is null ? 0 : 1;
        }

        Assert.True(askedToComeBack > 0, "a site that is gone was asked by everybody");
        await gateway.SettledAsync(seen: OriginPresence.Failures + Visits);
        Assert.Equal((ulong)(OriginPresence.Failures + Visits), gateway.Counter.RefusedPageViews(RefusalCause.Unreachable));
    }

    [Fact]
    public async Task PagesThatBreakOff_DoNotMakeTheSiteAbsent()
    {
        using var hasHead = new SemaphoreSlim(0);
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("<!doctype html>");
            await context.Response.Body.FlushAsync();
            await hasHead.WaitAsync();
            context.Abort();
        };

        for (var visit = 0; visit < 2 * OriginPresence.Failures; visit++)
        {
            using var answer = await gateway.Client.GetAsync("/en", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            hasHead.Release();
            await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync());
        }

        Assert.Equal("present", (await StatusAsync(gateway)).Site);
    }

    [Theory]
    [InlineData("Gateway:OriginLimit:Initial", "0", "Gateway:OriginLimit:Initial")]
    [InlineData("Gateway:OriginLimit:Max", "5", "Min, Initial and Max")]
    [InlineData("Gateway:OriginLimit:QueueLength", "-1", "Gateway:OriginLimit:QueueLength")]
    public async Task UnusableSetting_StopsTheStartByName(string key, string value, string named)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => TestGateway.StartAsync((key, value)));

        Assert.Contains(named, exception.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Has the site hold its answers: the first is set when it has a request, the second lets all go.</summary>
    private static (TaskCompletionSource Reached, TaskCompletionSource Release) HoldSite(TestGateway gateway)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Site = async context =>
        {
            Assert.NotEqual("/never", context.Request.Path.Value);
            reached.TrySetResult();
            await release.Task;
            await TestGateway.Page(context);
        };
        return (reached, release);
    }

    private static async Task<Origin> StatusAsync(TestGateway gateway) =>
        (await gateway.Management.GetFromJsonAsync<Origin>("/origin", JsonSerializerOptions.Web))!;

    private sealed record Origin(string Site, string? Cause, int Limit, int InFlight, int Queued);
}
