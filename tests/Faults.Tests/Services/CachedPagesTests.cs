using System.Net.Http.Json;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The site fails, and nobody who wants a page that somebody has read notices: each is served, and counted as what he was given.</summary>
[Collection(nameof(SharedSystem))]
[Trait("Category", "Integration")]
public sealed class CachedPagesTests(SharedSystem fixture) : SystemTests(fixture)
{
    public enum Trouble
    {
        Killed,
        Frozen,
        Failing,

        /// <summary>It is slow, and one request at a time is all that the gateway lets through to it.</summary>
        Full,
    }

    /// <summary>Visitors press reload, so that no page is given without the site being asked.</summary>
    [FaultTheory]
    [InlineData(Trouble.Killed)]
    [InlineData(Trouble.Frozen)]
    [InlineData(Trouble.Failing)]
    [InlineData(Trouble.Full)]
    public async Task Site_InTrouble_EveryPageIsServedStale_AndTheFiguresAgree(Trouble trouble)
    {
        await using var gateway = Shared.NewGateway(
        [
            ("Gateway:Cache:Enabled", "true"),
            ("Gateway:Cache:RequestDirectives", "Honour"),
            ("Gateway:Cache:StalePatience", "00:00:00.5"),
            ("Gateway:Site:Timeout", trouble == Trouble.Full ? "00:00:30" : "00:00:01"),
            .. trouble == Trouble.Full ? OneAtATime : [],
        ]);
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 10);
        crowd.Reloads = true;

        await BeginAsync(trouble);
        await crowd.VisitAsync(visitors: 15);
        var during = crowd.Answers.FromCache.Stale;
        await EndAsync(trouble);
        await crowd.VisitAsync(visitors: 15);

        Assert.Equal((40, 80, 0, 0), crowd.Answers.Figures is var figures ? (figures.Visitors, figures.Served, figures.Refused, figures.TurnedAway) : default);
        Assert.Equal(30, during);
        await Shared.BecomesWholeAsync(crowd, gateway);
        Assert.Equal(crowd.Answers.FromCache, await Shared.FromCacheAsync(crowd.Country));
    }

    private static (string, string)[] OneAtATime =>
    [
        ("Gateway:OriginLimit:Initial", "1"), ("Gateway:OriginLimit:Max", "1"), ("Gateway:OriginLimit:QueueLength", "0"),
    ];

    private Task BeginAsync(Trouble trouble) => trouble switch
    {
        Trouble.Killed => Shared.Site.KillAsync(),
        Trouble.Frozen => Shared.Site.PauseAsync(),
        Trouble.Failing => TurnAsync(new { errorShare = 1.0 }),
        _ => TurnAsync(new { responseTime = "00:00:20" }),
    };

    private Task EndAsync(Trouble trouble) => trouble switch
    {
        Trouble.Killed => Shared.Site.StartAsync(),
        Trouble.Frozen => Shared.Site.ResumeAsync(),
        _ => TurnAsync(new { errorShare = 0.0, responseTime = "00:00:00" }),
    };

    private async Task TurnAsync(object knobs)
    {
        using var client = new HttpClient().AsOperator();
        using var response = await client.PutAsJsonAsync(new Uri(Shared.Site.Management, "/knobs"), knobs);
        response.EnsureSuccessStatusCode();
    }
}
