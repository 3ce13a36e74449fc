using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Affluence.Site.Tests.Knobs;

[Trait("Category", "Integration")]
public sealed class KnobMiddlewareTests
{
    /// <summary>In milliseconds; a fault that leaves a test waiting for ever fails it then.</summary>
    private const int LongestWait = 180_000;

    private static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(10);

    [Fact(Timeout = LongestWait)]
    public async Task Capacity_Reached_TurnsTheNextAwayUntilAPlaceIsFree()
    {
        var time = new WaitingTime(ResponseTime);
        await using var site = await SiteHost.StartAsync(
            services => services.AddSingleton<TimeProvider>(time),
            settings: [("Site:Knobs:ResponseTime", $"{ResponseTime:c}"), ("Site:Knobs:Capacity", "2")]);
        var inside = new[] { GetAsync(site, "/en"), GetAsync(site, "/fr/work") };
        await time.UntilWaitingAsync(2);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var turnedAway = await GetAsync(site, "/fr");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, turnedAway.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(30), turnedAway.Headers.RetryAfter?.Delta);
            Assert.Equal("no-store", turnedAway.Headers.CacheControl?.ToString());
            Assert.Contains(
                "<h1>Beaucoup de gens consultent le site en ce moment</h1>",
                await turnedAway.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        time.Advance(ResponseTime);
        foreach (var response in await Task.WhenAll(inside))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        var next = GetAsync(site, "/en");
        await time.UntilWaitingAsync(1);
        time.Advance(ResponseTime);
        using var served = await next;
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    /// <summary>The first part of a page is a quarter of it; three at once at a site for one take three times as long, and twice that by congestion.</summary>
    [Fact(Timeout = LongestWait)]
    public async Task Collapse_BeyondCapacity_TurnsNobodyAwayAndDelaysAll()
    {
        var time = new WaitingTime(ResponseTime / 4 * 6);
        await using var site = await SiteHost.StartAsync(
            services => services.AddSingleton<TimeProvider>(time),
            settings: [("Site:Knobs:ResponseTime", $"{ResponseTime:c}"), ("Site:Knobs:Capacity", "1"), ("Site:Knobs:Collapse", "0.5")]);

        var pages = Enumerable.Range(0, 3).Select(_ => GetAsync(site, "/en")).ToList();
        await time.UntilWaitingAsync(1);
        while (!pages.TrueForAll(page => page.IsCompleted))
        {
            time.Advance(ResponseTime);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        foreach (var page in pages)
        {
            using var response = await page;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact(Timeout = LongestWait)]
    public async Task Client_GoneBeforeItsAnswer_FreesItsPlace()
    {
        var time = new WaitingTime(ResponseTime);
        await using var site = await SiteHost.StartAsync(
            services => services.AddSingleton<TimeProvider>(time),
            settings: [("Site:Knobs:ResponseTime", $"{ResponseTime:c}"), ("Site:Knobs:Capacity", "1")]);
        using var outcomes = CollectOutcomes(site);
        using var impatience = new CancellationTokenSource();
        var abandoned = site.Pages.GetAsync("/en", impatience.Token);
        await time.UntilWaitingAsync(1);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await outcomes.WaitForMeasurementsAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(["abandoned"], Outcomes(outcomes));
        var next = GetAsync(site, "/en");
        await time.UntilWaitingAsync(1);
        time.Advance(ResponseTime);
        using var served = await next;
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact(Timeout = LongestWait)]
    public async Task ErrorShare_AboveTheDraw_IsAnErrorAndOnlyThen()
    {
        await using var site = await SiteHost.StartAsync(
            services => services.AddSingleton<Random>(new Draws(0.49, 0.5, 0.999, 0)),
            settings: [("Site:Knobs:ErrorShare", "0.5")]);
        using var outcomes = CollectOutcomes(site);
        var statuses = new List<HttpStatusCode>();

        for (var request = 0; request < 4; request++)
        {
            using var response = await GetAsync(site, "/en/visit");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.InternalServerError], statuses);
        await outcomes.WaitForMeasurementsAsync(4, TestContext.Current.CancellationToken);
        Assert.Equal(["failed", "passed", "passed", "failed"], Outcomes(outcomes));
    }

    [Theory]
    [InlineData("/site/site.css", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/en/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/en", HttpStatusCode.ServiceUnavailable)]
    public async Task Knobs_AtTheirWorst_TouchPagesOnly(string path, HttpStatusCode status)
    {
        await using var site = await SiteHost.StartAsync(settings: [("Site:Knobs:Capacity", "0"), ("Site:Knobs:ErrorShare", "1")]);

        using var response = await GetAsync(site, path);

        Assert.Equal(status, response.StatusCode);
    }

    private static Task<HttpResponseMessage> GetAsync(SiteHost site, string path) =>
        site.Pages.GetAsync(path, TestContext.Current.CancellationToken);

    private static MetricCollector<long> CollectOutcomes(SiteHost site) =>
        new(site.Services.GetRequiredService<IMeterFactory>(), "Affluence.Site", "affluence.site.page_requests");

    private static IEnumerable<object?> Outcomes(MetricCollector<long> outcomes) =>
        outcomes.GetMeasurementSnapshot().Select(measurement => measurement.Tags["affluence.site.outcome"]);

    private sealed class Draws(params double[] draws) : Random
    {
        private readonly Queue<double> _draws = new(draws);

        public override double NextDouble() => _draws.Dequeue();
    }
}
