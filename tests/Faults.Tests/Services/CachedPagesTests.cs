using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The site fails, and nobody who wants a page that somebody has read notices: each is served, and counted as served.</summary>
[Collection(nameof(SharedSystem))]
public sealed class CachedPagesTests(SharedSystem fixture) : SystemTests(fixture)
{
    [FaultFact]
    public async Task Site_KilledAndFrozen_EveryPageIsServedAndCounted()
    {
        await using var gateway = Shared.NewGateway(("Gateway:Cache:Enabled", "true"), ("Gateway:Site:Timeout", "00:00:01"));
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 10);

        await Shared.Site.KillAsync();
        await crowd.VisitAsync(visitors: 40);
        await Shared.Site.StartAsync();
        await crowd.VisitAsync(visitors: 10);
        await Shared.Site.PauseAsync();
        await crowd.VisitAsync(visitors: 40);
        await Shared.Site.ResumeAsync();

        Assert.Equal((100, 200, 0, 0), crowd.Answers.Figures is var figures ? (figures.Visitors, figures.Served, figures.Refused, figures.TurnedAway) : default);
        await Shared.BecomesWholeAsync(crowd, gateway);
    }
}
